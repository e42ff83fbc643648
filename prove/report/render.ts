import { Coverage } from './coverage';
import { Counts, Tally } from './tally';

/** The proof in words, for a terminal. */
export function render(tally: Tally, coverage: Coverage, seconds: number): string {
  const lines = [
    `${number(tally.leads)} leads, ${number(tally.dials)} dials judged, ${number(tally.refusals)} refusals, ${seconds.toFixed(0)} s`,
    `Jurisdictions  ${coverage.dialed} of ${coverage.jurisdictions} dialed${listed(coverage.neverDialed)}`,
    `Holidays       ${coverage.holidaysMet} of ${coverage.holidays} refused on${listed(coverage.holidaysMissed)}`,
    `Clock changes  ${coverage.changesMet} of ${coverage.changes} with decisions within a day${listed(coverage.changesMissed)}`,
    `Mixed in       ${inline(tally.happenings)}`,
    `Refused by     ${inline(tally.refusalsByRule)}`,
    '',
    `VIOLATIONS     ${number(tally.violations)}${tally.violations === 0 ? '' : ` (${inline(tally.violationsByRule)})`}`,
    ...tally.offences.map(
      ({ rule, jurisdiction, citation, localTime, why, leadId, at }) =>
        `  ${at} ${leadId}: ${rule}, ${jurisdiction}, ${localTime}: ${why} [${citation}]`,
    ),
    '',
    `Lawful dials of which the reading of the place may be doubted, of ${number(tally.dials)}`,
    ...table(tally.doubtful, tally.dials),
    `Needless refusals, of ${number(tally.sampled)} looked at`,
    ...table(tally.needless, tally.sampled),
    'Refusals that the plain reading shares, though only out of caution, of the same',
    ...table(tally.cautious, tally.sampled),
    `Next legal instants later than they need be, of ${number(tally.walked)} looked at`,
    ...table(tally.late, tally.walked),
  ];
  return `${lines.join('\n')}\n`;
}

function table(counts: Counts, of: number): string[] {
  const rows = Object.entries(counts).toSorted(([, one], [, other]) => other - one);
  if (rows.length === 0) return ['  none'];
  return rows.map(
    ([cause, times]) =>
      `  ${number(times).padStart(9)}  ${((times / of) * 100).toFixed(2).padStart(6)} %  ${cause}`,
  );
}

function inline(counts: Counts): string {
  return Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([what, times]) => `${what} ${number(times)}`)
    .join(', ');
}

function listed(missing: readonly string[]): string {
  return missing.length === 0 ? '' : `; not: ${missing.slice(0, 10).join(', ')}`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
