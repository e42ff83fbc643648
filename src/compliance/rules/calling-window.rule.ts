import { Finding } from '../decision';
import { citationsOf, windowHours } from '../law-hours';
import { areOpen, nextOpenInstant } from '../open-hours';
import { RuleContext } from '../rule-context';
import { verdictsOf } from '../rule-verdicts';

/**
 * The hours of every binding jurisdiction for calls with an artificial voice, in every zone that the person may be in,
 * less the time for ringing. Kept for calls of every purpose: whether the hours bind calls made with consent is
 * unsettled. A refusal cites the law of those that are closed.
 */
export function callingWindow({ jurisdictions, zones, now }: RuleContext): Finding {
  const windows = zones.zones.length === 0 ? [] : windowHours(jurisdictions, zones);
  const { allow, refuse } = verdictsOf('calling-window', citationsOf(windows) || '47 CFR 64.1200(c)(1)');
  if (windows.length === 0)
    return refuse('The calling window cannot be told without a time zone and a country');
  const atMs = now.getTime();
  const closed = windows.filter((window) => !areOpen([window], atMs));
  if (closed.length === 0) return allow('The calling window: open in every jurisdiction and zone');
  const closing = verdictsOf('calling-window', citationsOf(closed));
  const retryAtMs = nextOpenInstant(windows, atMs);
  if (retryAtMs === undefined) return closing.refuse('The calling window: never open everywhere at once');
  const places = [...new Set(closed.map(({ jurisdiction, zone }) => `${jurisdiction.name} in ${zone}`))];
  return closing.refuse(`The calling window: closed for ${places.join(', ')}`, new Date(retryAtMs));
}
