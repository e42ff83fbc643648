import { Attestation, Campaign, ListVersion } from '../checker/dial';
import { LAWS, REGISTERS } from '../checker/law';

const DAY_MS = 86_400_000;

export const SELLER = 'Sunny Roofs Inc.';

/**
 * Callers of every sort: who keep everything, set hours of their own, call too often, fetch registers too late or in
 * parts, or let a registration run out.
 * @param startAt first instant of the time that is simulated (epoch ms)
 */
export function campaignsFrom(startAt: number, days: number): readonly Campaign[] {
  const sound: Campaign = {
    purpose: 'marketing',
    seller: SELLER,
    callbackNumber: '+12025550100',
    hours: undefined,
    callsPerDay: 3,
    registrations: attested(startAt - DAY_MS, undefined),
    lists: fetched(startAt, days, 14),
  };
  const inForm: Campaign = {
    ...sound,
    purpose: 'informational',
    registrations: [],
    lists: [],
    callsPerDay: 10,
  };
  const middle = startAt + (days / 2) * DAY_MS;
  return [
    sound,
    { ...sound, callsPerDay: 10 },
    { ...sound, hours: 'mon-fri 09:30-16:45; sun 13:00-17:00', callsPerDay: 1 },
    inForm,
    { ...inForm, hours: 'mon-sat 07:00-22:00' },
    { ...inForm, callsPerDay: 2 },
    { ...sound, lists: fetched(startAt, days, 45) },
    { ...sound, lists: fetched(startAt, days, 20).map((version) => ({ ...version, areaCodes: PARTS })) },
    { ...sound, registrations: attested(startAt, middle) },
    { ...sound, registrations: [] },
    { ...sound, callbackNumber: ' ' },
    { ...inForm, seller: '' },
  ];
}

const PARTS = ['212', '312', '416', '512', '907'];

function attested(from: number, until: number | undefined): readonly Attestation[] {
  return LAWS.flatMap((law) => (law.registration ? [{ jurisdiction: law.code, from, until }] : []));
}

/** Each register is fetched every so many days, in the night, with the version of the day before. */
function fetched(startAt: number, days: number, everyDays: number): readonly ListVersion[] {
  const versions: ListVersion[] = [];
  for (let day = -everyDays; day < days; day += everyDays) {
    for (const { code } of REGISTERS) {
      const importedAt = startAt + day * DAY_MS + 3 * 3_600_000;
      const date = new Date(importedAt - DAY_MS).toISOString().slice(0, 10);
      versions.push({ list: code, date, importedAt, areaCodes: 'all' });
    }
  }
  return versions;
}
