import { Finding } from '../decision';
import { citationsOf, holidayHours } from '../law-hours';
import { areOpen, nextOpenInstant } from '../open-hours';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/**
 * No call on a holiday of a binding jurisdiction that bars them, by the local date in every zone that the person may be
 * in. Holidays observed on a weekday count on both dates.
 */
export function holiday({ jurisdictions, zones, now }: RuleContext): Finding {
  const days = holidayHours(jurisdictions, zones);
  if (days.length === 0) {
    const { allow } = verdictsOf('holiday', citationsOf(jurisdictions.binding) || 'No jurisdiction is known');
    return allow('No jurisdiction that binds bars calls on holidays');
  }
  const { allow, refuse } = verdictsOf('holiday', citationsOf(days));
  const atMs = now.getTime();
  const barred = days.find((day) => !areOpen([day], atMs));
  if (!barred) return allow('It is no holiday on which calls are barred');
  const retryAtMs = nextOpenInstant(days, atMs);
  return refuse(
    `It is a holiday in ${barred.jurisdiction.name}`,
    retryAtMs === undefined ? undefined : new Date(retryAtMs),
  );
}
