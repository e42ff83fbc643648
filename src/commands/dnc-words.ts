import { ListState } from '../compliance/do-not-call-lists/find-list-states';
import { OwnListReport } from '../compliance/do-not-call-lists/import-own-list';
import { ImportReport } from '../compliance/do-not-call-lists/import-registry';

/** What came of an import, of a registry or of a list of the operator's own. */
export type ImportResult = { readonly list: string; readonly date: string } & (ImportReport | OwnListReport);

export function importInWords(result: ImportResult): string {
  const { list, date, badLines, firstBadLines } = result;
  const lines =
    'added' in result
      ? [`Imported ${list} of ${date}: ${result.added} numbers are newly suppressed, for good.`]
      : [
          `Imported ${list} of ${date}: ${result.count} numbers (before: ${result.countBefore}).`,
          ...result.warnings.map((warning) => `Warning: ${warning}`),
        ];
  if (badLines > 0)
    lines.push(`Left out ${badLines} lines without a number (the first: line ${firstBadLines.join(', ')}).`);
  return lines.join('\n');
}

export function stateInWords({ list, name, state, lastDay, version }: ListState): string {
  if (!version)
    return `${list} (${name}): not imported; calls that sell are refused where it binds, unless the consent excepts them`;
  const { date, ageDays, coverage, count } = version;
  const part = coverage === 'whole' ? 'whole' : `area codes ${coverage.join(', ')}`;
  const standing = `${list} (${name}), ${part}: of ${date}, ${ageDays} days old, ${count} numbers`;
  switch (state) {
    case 'in force':
      return `${standing}; good until ${lastDay}`;
    case 'soon too old':
      return `${standing}; WARNING: good only until ${lastDay}, import the next version`;
    case 'too old':
      return `${standing}; WARNING: was good until ${lastDay}, calls are refused: import the next version`;
    case 'dated in the future':
      return `${standing}; WARNING: dated in the future, calls are refused until then`;
    case 'not imported':
      return standing;
  }
}
