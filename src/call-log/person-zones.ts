import { DateTime } from 'luxon';
import { readSubject } from '../compliance/rule-context';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';

/** The zones (IANA) that a lead's "tomorrow at three" may be meant in: the stated one, else all plausible ones. */
export function zonesOf(lead: Lead): readonly string[] {
  const subject = callSubject(lead);
  if (!subject) return [];
  const { zones, fault } = readSubject(subject).zones;
  if (fault !== undefined) return [];
  const stated = zones.find(({ sources }) => sources.includes('stated'));
  return (stated ? [stated] : zones).map(({ zone }) => zone);
}

/** An instant as the person would say it, with the zone's name, since nobody hears an offset. */
export function localTime(at: Date, zones: readonly string[]): string {
  const local = DateTime.fromJSDate(at, { zone: zones[0] ?? 'UTC' }).setLocale('en-GB');
  return `${local.toFormat("cccc d LLLL 'at' HH:mm")} ${local.setLocale('en-US').offsetNameLong ?? 'UTC'}`;
}
