import { jurisdictionOf } from '../jurisdictions';
import { DISCLOSURES, DisclosureRule, DisclosureSource } from './disclosure-demand';

const CONFIDENCES: readonly DisclosureSource['confidence'][] = ['high', 'medium', 'low', 'practice'];
const PURPOSES = ['marketing', 'informational'] as const;

/** A row as the data's file holds it. */
export interface DisclosureRow {
  readonly where: readonly string[];
  readonly say: readonly string[];
  readonly during?: string;
  readonly purpose?: string;
  readonly withinSeconds?: number;
  readonly withinSecondsOfIdentity?: number;
  readonly repeatAtEnd?: boolean;
  readonly citation: string;
  readonly confidence: string;
}

/**
 * Reads one row.
 * @throws Error naming the row's citation and what is wrong with it
 */
export function readDisclosureRule(row: DisclosureRow): DisclosureRule {
  const fail = (what: string): never => {
    throw new Error(`Disclosure rule "${row.citation}": ${what}`);
  };
  const { where, during = 'opening', withinSeconds, withinSecondsOfIdentity, repeatAtEnd = false } = row;
  if (row.citation === '') fail('no citation');
  if (where.length === 0 || where.some((code) => code !== '*' && !jurisdictionOf(code)))
    fail('no such place');
  if (during !== 'opening' && during !== 'call') return fail('no such part of a call');
  if (during === 'call' && (withinSeconds ?? withinSecondsOfIdentity) !== undefined)
    fail('seconds count in the opening only');
  for (const seconds of [withinSeconds, withinSecondsOfIdentity])
    if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 0)) fail('no such seconds');
  return {
    where,
    say: row.say.map((name) => DISCLOSURES.find((known) => known === name) ?? fail(`no disclosure ${name}`)),
    during,
    purpose:
      row.purpose === undefined
        ? undefined
        : (PURPOSES.find((known) => known === row.purpose) ?? fail('no such purpose')),
    withinSeconds,
    withinSecondsOfIdentity,
    repeatAtEnd,
    citation: row.citation,
    confidence: CONFIDENCES.find((known) => known === row.confidence) ?? fail('no such confidence'),
  };
}
