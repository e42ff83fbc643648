import { readCallbackTime } from '../conversation/callback-time';
import { CallbackWish } from '../telephony/call-event';
import { Hearer } from './outcome';

/** `which-zone`: the words name a time, and nobody knows in which zone. */
export type WantedTime = Date | 'which-zone' | undefined;

/**
 * When somebody wants to be called, always after now. Their own words in their own zone come first; the agent's instant,
 * which a model has reckoned, where the words name no time of day or the zone is not known.
 */
export function wantedTime({ at, words = '' }: CallbackWish, { zones, now, language }: Hearer): WantedTime {
  const readings = zones.map((zone) => readCallbackTime(words, { now, zone, ...(language && { language }) }));
  const [first] = readings;
  const isSure = first !== undefined && readings.every((one) => one?.at.getTime() === first.at.getTime());
  const isExact = first?.precision === 'minute' || first?.precision === 'hour';
  const instant = at !== undefined && at > now ? at : undefined;
  if (isSure && (isExact || instant === undefined)) return first.at;
  if (instant !== undefined) return instant;
  const isNamed = zones.length > 0 ? first : readCallbackTime(words, { now, zone: 'UTC' });
  return isNamed === undefined ? undefined : 'which-zone';
}
