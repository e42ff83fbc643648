import { WeeklyHours } from '../config/calling-hours';
import { Finding } from './decision';
import { areOpen, nextOpenInstant } from './open-hours';
import { RuleVerdicts } from './rule-verdicts';
import { dialableHours } from './weekly-hours';
import { ZoneReading } from './zones';

/**
 * Judges weekly hours in every zone at once: refused if they are closed in any or about to close, or if no zone is known.
 * @param what the hours' name, as the beginning of a sentence
 */
export function judgeHours(
  verdicts: RuleVerdicts,
  what: string,
  open: WeeklyHours,
  { zones }: ZoneReading,
  now: Date,
): Finding {
  if (zones.length === 0) return verdicts.refuse(`${what} cannot be told without a time zone`);
  const atMs = now.getTime();
  const hours = dialableHours(open);
  const closed = zones.find(({ zone }) => !areOpen([{ zone, hours }], atMs));
  if (!closed) return verdicts.allow(`${what}: open in every zone`);
  const retryAtMs = nextOpenInstant(
    zones.map(({ zone }) => ({ zone, hours })),
    atMs,
  );
  if (retryAtMs === undefined) return verdicts.refuse(`${what}: never open in all zones at once`);
  return verdicts.refuse(`${what}: closed in ${closed.zone}`, new Date(retryAtMs));
}
