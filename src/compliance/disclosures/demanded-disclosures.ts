import { parsePhoneNumber } from '../../common/phone-number';
import { CampaignSettings } from '../../config/settings';
import { jurisdictionOf } from '../jurisdictions';
import { PlaceTexts, readPlace } from '../place-reading';
import rows from '../rule-data/disclosures.json';
import { DISCLOSURES, DisclosureDemand, DisclosureRule } from './disclosure-demand';
import { readDisclosureRule } from './disclosure-reader';

type Purpose = CampaignSettings['purpose'];

/** Facts as of 2026-11-22. Read once, and whoever starts the process with unsound data stops it. */
const RULES: readonly DisclosureRule[] = rows.map((row) => readDisclosureRule(row));

const UNKNOWN_STATE = 'US-UNKNOWN';

/**
 * What must be said in a call that all these jurisdictions bind: each disclosure once, as the strictest asks. An unknown
 * state is bound by the rules of every state; a code without law, or none at all, by every rule there is.
 * @param codes as {@link Jurisdiction.code}; a state's rules come beside those of its country, so name both
 */
export function demandedDisclosures(codes: readonly string[], purpose: Purpose): readonly DisclosureDemand[] {
  const isAnywhere = codes.length === 0 || codes.some((code) => !jurisdictionOf(code));
  const binds = (place: string) =>
    isAnywhere ||
    place === '*' ||
    codes.includes(place) ||
    (codes.includes(UNKNOWN_STATE) && place.startsWith('US'));
  const binding = RULES.filter((rule) => rule.purpose === undefined || rule.purpose === purpose).flatMap(
    (rule) => {
      const where = rule.where.filter(binds);
      return where.length === 0 ? [] : [{ ...rule, where }];
    },
  );
  return DISCLOSURES.flatMap((disclosure) => {
    const rules = binding.filter(({ say }) => say.includes(disclosure));
    if (rules.length === 0) return [];
    return {
      disclosure,
      during: rules.some(({ during }) => during === 'opening') ? ('opening' as const) : ('call' as const),
      withinSeconds: least(rules.map(({ withinSeconds }) => withinSeconds)),
      withinSecondsOfIdentity: least(rules.map((rule) => rule.withinSecondsOfIdentity)),
      repeatAtEnd: rules.some(({ repeatAtEnd }) => repeatAtEnd),
      sources: rules.flatMap(({ where, citation, confidence, withinSeconds }) =>
        where.map((jurisdiction) => ({
          jurisdiction,
          citation,
          confidence,
          ...(withinSeconds !== undefined && { withinSeconds }),
        })),
      ),
    };
  });
}

/**
 * What must be said in a call to somebody, by where the number and the statements place them. Undefined, or a place
 * that can't be read in full: all that is demanded anywhere.
 */
export function disclosuresFor(place: PlaceTexts | undefined, purpose: Purpose): readonly DisclosureDemand[] {
  if (place === undefined) return demandedDisclosures([], purpose);
  const { binding, fault } = readPlace(place, parsePhoneNumber(place.phone)).jurisdictions;
  const codes = fault === undefined ? binding.map(({ jurisdiction }) => jurisdiction.code) : [];
  return demandedDisclosures(codes, purpose);
}

function least(seconds: readonly (number | undefined)[]): number | undefined {
  const counted = seconds.filter((second) => second !== undefined);
  return counted.length === 0 ? undefined : Math.min(...counted);
}
