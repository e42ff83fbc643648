import { allRegistries } from '../../src/compliance/do-not-call-lists/do-not-call-registry';
import { allJurisdictions } from '../../src/compliance/jurisdictions';
import type { DisclosureRow } from '../../src/compliance/disclosures/disclosure-reader';
import type { JurisdictionRow } from '../../src/compliance/jurisdiction-reader';
import disclosures from '../../src/compliance/rule-data/disclosures.json';
import holidays from '../../src/compliance/rule-data/holidays.json';
import jurisdictions from '../../src/compliance/rule-data/jurisdictions.json';
import { table } from './document';

const ROWS: readonly JurisdictionRow[] = jurisdictions;
const DISCLOSURES: readonly DisclosureRow[] = disclosures;

/** The tables of the compliance handbook, by the part of the document in which each stands. */
export const COMPLIANCE_TABLES: Readonly<Record<string, () => string>> = {
  hours: hoursTable,
  'artificial-voice': voiceTable,
  registrations: registrationTable,
  registers: registerTable,
  holidays: holidayTable,
  disclosures: disclosureTable,
};

function hoursTable(): string {
  return table(
    ['code', 'place', 'calls may ring', 'calls to a number', 'consent for sales', 'source', 'confidence'],
    ROWS.map((row) => [
      `\`${row.code}\``,
      row.name,
      hoursOf(row),
      capsOf(row),
      row.marketingConsent.replace('_', ' '),
      `${row.citation} (${row.windowBasis.replaceAll('_', ' ')})${row.effectiveFrom ? `, from ${row.effectiveFrom}` : ''}`,
      row.confidence,
    ]),
  );
}

function hoursOf({ windows, aiVoiceWindows, holidays: set, alsoInZones }: JurisdictionRow): string {
  const also = alsoInZones ? `, in ${alsoInZones.join(', ')} too` : '';
  const hours = aiVoiceWindows
    ? `${windows}, and for an artificial voice ${aiVoiceWindows}`
    : `${windows}${also}`;
  return set === undefined ? hours : `${hours}; not on holidays (${set})`;
}

function capsOf({ caps = [], restAfterRefusalDays: rest }: JurisdictionRow): string {
  const most = caps.map(({ count, perHours }) => `${count} in ${inWords(perHours)}`);
  return (
    [...most, ...(rest === undefined ? [] : [`none for ${rest} days after a refusal`])].join('; ') || '–'
  );
}

function inWords(hours: number): string {
  return hours > 48 ? `${hours / 24} days` : `${hours} hours`;
}

function voiceTable(): string {
  const laws = ROWS.flatMap(({ code, name, artificialVoice: law }) => (law ? [{ code, name, ...law }] : []));
  const barring = laws.toSorted(
    (one, other) => Number(other.needs !== undefined) - Number(one.needs !== undefined),
  );
  return table(
    ['code', 'place', 'sales by artificial voice', 'source', 'confidence'],
    barring.map(({ code, name, needs, status, citation, confidence }) => [
      `\`${code}\``,
      name,
      needs === undefined
        ? `with consent (${status.replaceAll('_', ' ')})`
        : `refused: the law asks for ${needs}`,
      citation,
      confidence,
    ]),
  );
}

function registrationTable(): string {
  const laws = allJurisdictions().flatMap(({ code, name, registration: law }) =>
    law ? [{ code, name, ...law }] : [],
  );
  return table(
    ['code', 'place', 'what the seller must hold', 'source'],
    laws.map(({ code, name, what, citation }) => [`\`${code}\``, name, what, citation]),
  );
}

function registerTable(): string {
  return table(
    ['`--list`', 'register', 'binds calls to', 'may be gone by for', 'a call is excepted by', 'source'],
    allRegistries().map(({ code, name, jurisdictions: codes, maxAgeDays, exception, citation }) => [
      `\`${code}\``,
      name,
      codes.join(', '),
      `${maxAgeDays} days`,
      exception,
      citation,
    ]),
  );
}

function holidayTable(): string {
  const sets: Readonly<Record<string, HolidaySet>> = holidays;
  return table(
    ['set', 'days', 'source'],
    Object.entries(sets).map(([code, { days, includes = [], citation }]) => [
      `\`${code}\``,
      [...includes.map((other) => `those of \`${other}\``), ...Object.keys(days)].join(', '),
      citation,
    ]),
  );
}

interface HolidaySet {
  readonly citation: string;
  readonly days: Readonly<Record<string, unknown>>;
  readonly includes?: readonly string[];
}

function disclosureTable(): string {
  return table(
    ['where', 'what is said', 'when', 'for', 'source', 'confidence'],
    DISCLOSURES.map((row) => [
      row.where.map((code) => (code === '*' ? 'everywhere' : `\`${code}\``)).join(', '),
      row.say.join(', '),
      whenOf(row),
      row.purpose ?? 'every call',
      row.citation,
      row.confidence,
    ]),
  );
}

function whenOf({
  during = 'opening',
  withinSeconds,
  withinSecondsOfIdentity,
  repeatAtEnd,
}: DisclosureRow): string {
  const within =
    withinSeconds === 0 ? ', at once' : withinSeconds === undefined ? '' : `, within ${withinSeconds} s`;
  const after =
    withinSecondsOfIdentity === undefined ? '' : `, within ${withinSecondsOfIdentity} s of the caller's name`;
  return `${during === 'call' ? 'in the call' : 'opening'}${within}${after}${repeatAtEnd ? ', again at the end' : ''}`;
}
