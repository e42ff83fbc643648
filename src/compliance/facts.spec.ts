import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJurisdictions, jurisdictionOf } from './jurisdictions';
import { Jurisdiction } from './jurisdiction';
import { RuleContext } from './rule-context';
import { aContext } from './rule-context.factory';
import { artificialVoice } from './rules/artificial-voice.rule';
import { callingWindow } from './rules/calling-window.rule';
import { frequency } from './rules/frequency.rule';
import { holiday } from './rules/holiday.rule';

/**
 * The law of each jurisdiction written down a second time, apart from the data, one a line and read in the plainest way:
 * whoever changes one of the two must change the other. Windows are those of calls with an artificial voice.
 */
const [HEADINGS = [], ...LINES] = readFileSync(join(__dirname, 'facts.factory.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(';'));

type Facts = Readonly<Record<string, string>>;

const FACTS: readonly Facts[] = LINES.map((line) =>
  Object.fromEntries(HEADINGS.map((heading, column) => [heading, line[column] ?? ''])),
);

/** A Monday at midnight in Chicago, in a week without a holiday anywhere or a change of clocks. */
const MONDAY_MS = Date.parse('2026-02-02T06:00:00Z');
/** Three in the morning of that week's Sunday: no law lets anybody be called. */
const NIGHT = new Date('2026-02-08T09:00:00Z');
const NOON_AT_CHRISTMAS = new Date('2026-12-25T18:00:00Z');
const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function rowOf(facts: Facts): Jurisdiction {
  const row = jurisdictionOf(facts['code'] ?? '');
  if (!row) throw new Error(`No row for ${facts['code']}`);
  return row;
}

/** A call to somebody in Chicago whom this one law binds. */
function callAt(facts: Facts, now: Date, dialsAt: readonly Date[] = []): RuleContext {
  return aContext(
    {},
    {
      jurisdictions: { binding: [{ jurisdiction: rowOf(facts), sources: ['number'] }], fault: undefined },
      zones: { zones: [{ zone: 'America/Chicago', sources: ['stated'] }], fault: undefined },
      facts: { recentDialsAt: dialsAt },
      policy: { purpose: 'marketing', maxAttemptsPerDay: 1_000 },
      now,
    },
  );
}

/** The windows of the week from {@link MONDAY_MS} on, as beginnings and ends in epoch milliseconds. */
function windowsOf(facts: Facts): readonly (readonly [number, number])[] {
  return Array.from({ length: 7 }, (_, day) => {
    const windows = facts[day === 6 ? 'sun' : day === 5 ? 'sat' : 'mon-fri'] ?? '';
    return windows
      .split(' ')
      .filter(Boolean)
      .map((window) => {
        const [start = 0, end = 0] = window.split('-').map((time) => {
          const [hours = 0, minutes = 0] = time.split(':').map(Number);
          return MONDAY_MS + day * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS;
        });
        return [start, end] as const;
      });
  }).flat();
}

function isOpenAt(facts: Facts, atMs: number): boolean {
  return callingWindow(callAt(facts, new Date(atMs))).verdict === 'allow';
}

describe('the facts', () => {
  it('are there for each jurisdiction of the data, once', () => {
    expect(FACTS.map(({ code }) => code)).toEqual(allJurisdictions().map(({ code }) => code));
    expect(FACTS).toHaveLength(65);
  });

  it('have a window for every jurisdiction', () => {
    expect(FACTS.filter((facts) => windowsOf(facts).length === 0)).toEqual([]);
  });
});

describe.each(FACTS.map((facts) => [facts['code'] ?? '', facts] as const))(
  'the rules for %s',
  (_code, facts) => {
    it('let calls ring within the windows of the week and at no other quarter of an hour', () => {
      const windows = windowsOf(facts);
      const quarters = Array.from({ length: 7 * 96 }, (_, quarter) => MONDAY_MS + quarter * QUARTER_MS);
      const open = quarters.filter((atMs) =>
        windows.some(([startMs, endMs]) => startMs <= atMs && atMs + MINUTE_MS < endMs),
      );
      expect(quarters.filter((atMs) => isOpenAt(facts, atMs))).toEqual(open);
    });

    it('open with each window and close a minute before its end, for the ringing', () => {
      for (const [startMs, endMs] of windowsOf(facts)) {
        const edges = [startMs - 1, startMs, endMs - MINUTE_MS - 1, endMs - MINUTE_MS, endMs];
        expect(edges.map((atMs) => isOpenAt(facts, atMs))).toEqual([false, true, true, false, false]);
      }
    });

    it('bar calls on a holiday where the facts say so, and only there', () => {
      const barred = facts['no calls on holidays'] === 'yes';
      expect(holiday(callAt(facts, NOON_AT_CHRISTMAS)).verdict).toBe(barred ? 'refuse' : 'allow');
      expect(holiday(callAt(facts, new Date(MONDAY_MS))).verdict).toBe('allow');
    });

    it('cap the calls to one number as the facts do', () => {
      const noon = new Date(MONDAY_MS + 12 * HOUR_MS);
      const verdict = (count: number, agoMs: number): string =>
        frequency(callAt(facts, noon, Array(count).fill(new Date(noon.getTime() - agoMs)))).verdict;
      const [count, hours] = (facts['caps'] ?? '').split(/[/h]/).map(Number);
      if (!count || !hours) {
        expect(verdict(500, HOUR_MS)).toBe('allow');
        return;
      }
      expect(verdict(count, hours * HOUR_MS - 1)).toBe('refuse');
      expect(verdict(count - 1, HOUR_MS)).toBe('allow');
      expect(verdict(count, hours * HOUR_MS)).toBe('allow');
    });

    it('ask for the consent that the facts name', () => {
      expect(rowOf(facts).marketingConsent).toBe(facts['consent']);
    });

    it('let an artificial voice sell where its law is met by consent, and only there', () => {
      const { artificialVoice: law, code } = rowOf(facts);
      if (code !== 'US-UNKNOWN') expect(law?.status ?? '').toBe(facts['artificial voice']);
      const finding = artificialVoice(callAt(facts, NIGHT));
      expect(finding.verdict).toBe(facts['may sell'] === 'yes' ? 'allow' : 'refuse');
      expect(finding.citation.includes('(confidence: low)')).toBe(facts['doubt of it'] !== '');
    });

    it('cite the law and say where it is in doubt', () => {
      const finding = callingWindow(callAt(facts, NIGHT));
      expect(finding.verdict).toBe('refuse');
      expect(finding.citation).toContain(facts['citation']);
      expect(finding.citation.includes('(confidence: low)')).toBe(facts['doubt'] !== '');
    });
  },
);
