import { Intervention } from '../../src/simulation/intervention';
import { Chance } from '../scenario/chance';
import { Household } from '../scenario/household';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What happens to a campaign from outside in its year: to people now and then, and to the service every few days. */
export function anUnquietYear(
  chance: Chance,
  households: readonly Household[],
  startAt: number,
  days: number,
): Intervention[] {
  const all: Intervention[] = [];
  const anyTime = (): number => startAt + Math.floor(chance.fraction() * days * DAY_MS);
  for (const { phone, leads } of households) {
    if (chance.isLucky(0.08)) all.push({ kind: 'opt-out', at: new Date(anyTime()), phone });
    if (chance.isLucky(0.08)) all.push({ kind: 'revoke-consent', at: new Date(anyTime()), phone });
    if (chance.isLucky(0.04))
      all.push({ kind: 'do-not-call', at: new Date(anyTime()), leadId: leads[0]?.id ?? '' });
    if (!chance.isLucky(0.1)) continue;
    const elsewhere = anyTime();
    for (const hours of [0, 3, 6])
      all.push({ kind: 'dial-elsewhere', at: new Date(elsewhere + hours * HOUR_MS), phone });
  }
  for (let day = 0; day < days; day += 3) {
    const at = startAt + day * DAY_MS + chance.whole(0, 3 * DAY_MS);
    const kind = chance.pick(['restart', 'restart', 'provider-outage', 'pause'] as const);
    const until = new Date(at + chance.whole(1, 120) * MINUTE_MS);
    if (kind === 'pause') all.push({ kind, at: new Date(at) }, { kind: 'resume', at: until });
    else all.push({ kind, at: new Date(at), until });
  }
  return all;
}
