import { Ruling } from '../../src/compliance/decide';
import { checkDial } from '../checker/check-dial';
import { Dial } from '../checker/dial';
import { lawOf } from '../checker/law';
import { Places } from '../checker/places';

const MINUTE_MS = 60_000;

/** Rules that go by the clock: only these leave room for caution. */
const OF_TIME = ['calling-window', 'holiday', 'campaign-hours'];

/**
 * Why the engine refuses what the plain reading allows.
 * @param rules the names of the rules that refuse a dial against which the plain reading has nothing
 */
export function needlessCause(dial: Dial, places: Places, rules: readonly string[]): string {
  const closing = checkDial({ ...dial, at: dial.at + MINUTE_MS }, places);
  return rules
    .map((rule) => {
      if (closing.some((violation) => violation.rule === rule))
        return `${rule}: the last minute of a window is kept for the ringing`;
      if (rule === 'frequency')
        return 'frequency: a call of which nobody knows whether it was made counts as made';
      if (rule === 'do-not-call-list' && dial.history.grants.length > 0)
        return 'do-not-call-list: the first consent that suffices is taken, though a written one beside it would except the call';
      return `${rule}: no cause is known`;
    })
    .join('; ');
}

/** Whether the plain reading refuses only since it allows for several places or for doubt in the data, and which. */
export function cautiousCause(dial: Dial, places: Places): string | undefined {
  const found = checkDial(dial, places);
  if (!found.every(({ rule }) => OF_TIME.includes(rule))) return undefined;
  if (found.every(({ jurisdiction }) => jurisdiction !== '*' && lawOf(jurisdiction).confidence === 'low'))
    return 'only rows of low confidence are closed';
  if (found.every(({ jurisdiction }) => jurisdiction === 'US-UNKNOWN'))
    return 'the state is not known: only the strictest of all states are closed';
  const isAllowed = (less: Partial<Places>): boolean => checkDial(dial, { ...places, ...less }).length === 0;
  if (places.zones.some((zone) => isAllowed({ zones: [zone] })))
    return 'open in one of the zones in which the person may be, closed in another';
  const states = places.laws.filter((code) => code.startsWith('US-'));
  const others = places.laws.filter((code) => !code.startsWith('US-'));
  if (states.length > 1 && states.some((state) => isAllowed({ laws: [...others, state] })))
    return 'open by the law of one of the states in which the person may be, closed by that of another';
  return undefined;
}

export function refusingRules({ findings }: Ruling): string[] {
  return findings.filter(({ verdict }) => verdict === 'refuse').map(({ rule }) => rule);
}
