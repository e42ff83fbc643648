import { DateTime } from 'luxon';

/** 1234567 as `1,234,567`: the same everywhere, whatever the machine's language. */
export function count(value: number): string {
  return String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** US dollars. */
export function money(usd: number): string {
  const [whole = '0', cents = '00'] = usd.toFixed(2).split('.');
  return `$${count(Number(whole))}.${cents}`;
}

/** An instant as people of that zone say it; null: not within the simulated time. */
export function moment(iso: string | null, zone: string): string {
  if (iso === null) return 'not within the simulated time';
  return DateTime.fromISO(iso, { zone }).setLocale('en-GB').toFormat('ccc d LLL yyyy, HH:mm');
}

/** A day such as `2026-11-24` with its weekday. */
export function dayName(day: string): string {
  return DateTime.fromISO(day, { zone: 'UTC' }).setLocale('en-GB').toFormat('ccc d LLL');
}

/** `from A to B`, or one of them where both say the same. */
export function between([from, to]: readonly [string, string]): string {
  return from === to ? from : `from ${from} to ${to}`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** The words of the report that a stranger may not know. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  ['lead', 'a person to be called'],
  ['call', 'one attempt to reach a lead; a lead gets several, with hours or days between them'],
  ['line', 'the right to have one call up; as many lines, so many calls at once (MAX_CONCURRENT_CALLS)'],
  ['dial rate', 'how many calls may begin in a second (CALLS_PER_SECOND)'],
  ['rule', 'a rule of law, or of your own, that every call is judged by before it is made'],
  ['completed', 'a person was reached and the conversation came to its end'],
  ['callback-requested', 'a person was reached and wants to be called at another time'],
  ['opted-out', 'a person was reached and wants no more calls: the number is never called again'],
  ['exhausted', 'all attempts of a lead are used up and nobody was reached'],
  ['needs review', 'a person of yours has to look at the lead before it is called again'],
  [
    'nine runs in ten',
    'people answer by chance, so the campaign was run several times with other dice; the bounds hold nine tenths of the runs',
  ],
];
