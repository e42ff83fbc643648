import { isPhoneNumber } from '../../common/phone-number';
import { Finding } from '../decision';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

const { allow, refuse } = verdictsOf('dialable-number', 'ITU-T E.164; number types of Google libphonenumber');

/** An allow list: a kind of number that nobody has thought of yet is refused. */
const DIALABLE = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/**
 * A person's own line, in a country that is known. Calls to freephone, premium, shared-cost, personal, company-wide
 * (UAN), pager and voicemail numbers cost somebody money or reach nobody, and have no place whose hours could be kept.
 * The number must be in E.164 form already, or suppressions and earlier calls would be looked up under another one.
 */
export function dialableNumber({ subject, number }: RuleContext): Finding {
  if (!isPhoneNumber(number)) return refuse(number.reason);
  if (number.e164 !== subject.phone) return refuse('The phone number is not in E.164 form');
  if (number.country === undefined) return refuse('The phone number belongs to no country');
  if (number.type === undefined || !DIALABLE.has(number.type)) {
    const kind = (number.type ?? 'unknown').toLowerCase().replaceAll('_', ' ');
    return refuse(`Numbers of this kind are not called: ${kind}`);
  }
  return allow("The number is a person's line in a known country");
}
