import { datesOf } from '../checker/holidays';
import { localTime } from '../checker/hours';
import { AREA_CODES, LAWS } from '../checker/law';
import { clockChanges } from '../scenario/story';
import { Period } from './judge';
import { Tally } from './tally';

/** What of the data the simulated time went through. */
export interface Coverage {
  readonly jurisdictions: number;
  readonly dialed: number;
  readonly neverDialed: readonly string[];
  readonly holidays: number;
  readonly holidaysMet: number;
  readonly holidaysMissed: readonly string[];
  readonly changes: number;
  readonly changesMet: number;
  readonly changesMissed: readonly string[];
}

/** Zones of the countries outside +1 whose clocks change. */
const CHANGING_ABROAD = [
  'Europe/London',
  'Europe/Berlin',
  'Europe/Paris',
  'Australia/Sydney',
  'Australia/Lord_Howe',
];

export function coverageOf(tally: Tally, period: Period): Coverage {
  const holidays = allHolidays(period);
  const changes = allClockChanges(period);
  const neverDialed = LAWS.filter(({ code }) => !tally.dialsByJurisdiction[code]).map(({ code }) => code);
  const holidaysMissed = holidays.filter((key) => !tally.holidays[key]);
  const changesMissed = changes.filter((key) => !tally.clockChanges[key]);
  return {
    jurisdictions: LAWS.length,
    dialed: LAWS.length - neverDialed.length,
    neverDialed,
    holidays: holidays.length,
    holidaysMet: holidays.length - holidaysMissed.length,
    holidaysMissed,
    changes: changes.length,
    changesMet: changes.length - changesMissed.length,
    changesMissed,
  };
}

function allHolidays({ startAt, days }: Period): string[] {
  const sets = [...new Set(LAWS.flatMap(({ holidays }) => holidays ?? []))];
  const dates = Array.from({ length: days }, (_, day) =>
    localTime(startAt + day * 86_400_000, 'utc').toFormat('yyyy-MM-dd'),
  );
  return sets.flatMap((set) =>
    dates.filter((date) => datesOf(set, Number(date.slice(0, 4))).has(date)).map((date) => `${set} ${date}`),
  );
}

function allClockChanges({ startAt, days }: Period): string[] {
  const american = [...AREA_CODES.values()]
    .filter(({ country }) => country === 'US' || country === 'CA')
    .flatMap(({ zones }) => zones);
  return [...new Set([...american, ...CHANGING_ABROAD])].flatMap((zone) =>
    clockChanges(zone, startAt, days).map((at) => `${zone} ${new Date(at).toISOString()}`),
  );
}
