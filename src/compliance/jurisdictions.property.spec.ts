import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { zonesOfState } from './area-codes';
import { decide } from './decide';
import { JurisdictionRow } from './jurisdiction-reader';
import { jurisdictionOf } from './jurisdictions';
import { BindingJurisdiction } from './jurisdictions-of';
import { nextLegalInstant } from './next-legal-instant';
import { isPlainlyOpen } from './plain-law.factory';
import { RuleContext } from './rule-context';
import { aContext } from './rule-context.factory';
import rows from './rule-data/jurisdictions.json';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const DAY_MS = 86_400_000;
const FROM_MS = Date.parse('2026-01-01T00:00:00Z');
const UNTIL_MS = Date.parse('2036-01-01T00:00:00Z');
/** One seed for all: a failure can be repeated, and the time taken is always about the same. */
const SEED = 20_261_122;

const ZONES: Readonly<Record<string, readonly string[]>> = {
  US: ['America/New_York', 'America/Phoenix'],
  'US-UNKNOWN': ['America/New_York', 'Pacific/Honolulu'],
  CA: ['America/Toronto', 'America/St_Johns'],
  GB: ['Europe/London'],
  EU: ['Europe/Lisbon', 'Europe/Helsinki'],
  DE: ['Europe/Berlin'],
  FR: ['Europe/Paris'],
  AU: ['Australia/Sydney', 'Australia/Lord_Howe', 'Australia/Adelaide'],
  IN: ['Asia/Kolkata'],
};

const ALL: readonly JurisdictionRow[] = rows;

/** What the calls to one jurisdiction must keep, by the data alone. */
interface Place {
  readonly context: RuleContext;
  readonly laws: readonly { readonly row: JurisdictionRow; readonly zones: readonly string[] }[];
  readonly zones: readonly string[];
}

function placeOf(code: string): Place {
  const zones = ZONES[code] ?? zonesOfState(code.slice(3));
  const codes = code.startsWith('US-') ? ['US', code] : [code];
  const binding = codes.map((one): BindingJurisdiction => {
    const jurisdiction = jurisdictionOf(one);
    if (!jurisdiction) throw new Error(`No jurisdiction ${one}`);
    return { jurisdiction, sources: ['number'] };
  });
  const context = aContext(
    { consentAt: new Date('2020-01-01') },
    {
      jurisdictions: { binding, fault: undefined },
      zones: { zones: zones.map((zone) => ({ zone, sources: ['stated'] })), fault: undefined },
      policy: { purpose: 'informational', callingHours: undefined, maxAttemptsPerDay: 3 },
    },
  );
  const laws = ALL.filter((row) => codes.includes(row.code)).map((row) => ({
    row,
    zones: [...zones, ...(row.alsoInZones ?? [])],
  }));
  return { context, laws, zones };
}

function isOpen({ laws }: Place, atMs: number): boolean {
  return laws.every(({ row, zones }) =>
    zones.every((zone) => isPlainlyOpen(row, DateTime.fromMillis(atMs, { zone }))),
  );
}

/** Whether any whole minute from `fromMs` on is open before `untilMs`. Offsets change at quarters of an hour only. */
function hasOpenMinute({ laws }: Place, fromMs: number, untilMs: number): boolean {
  for (let quarterMs = fromMs - (fromMs % QUARTER_MS); quarterMs < untilMs; quarterMs += QUARTER_MS) {
    const locals = laws.map(({ row, zones }) =>
      zones.map((zone) => [row, DateTime.fromMillis(quarterMs, { zone })] as const),
    );
    for (let minute = 0; minute < 15; minute += 1) {
      const atMs = quarterMs + minute * MINUTE_MS;
      if (atMs < fromMs || atMs >= untilMs) continue;
      // The quarter's local date and hour hold for all its minutes.
      if (
        locals
          .flat()
          .every(([row, local]) => isPlainlyOpen(row, local.set({ minute: local.minute + minute })))
      )
        return true;
    }
  }
  return false;
}

const changes = new Map<string, readonly number[]>();

/** The days' beginnings (UTC) after which a zone's clock changes. */
function clockChanges(zone: string): readonly number[] {
  let days = changes.get(zone);
  if (!days) {
    const found: number[] = [];
    let offset = DateTime.fromMillis(FROM_MS, { zone }).offset;
    for (let atMs = FROM_MS; atMs < UNTIL_MS; atMs += DAY_MS) {
      const next = DateTime.fromMillis(atMs + DAY_MS, { zone }).offset;
      if (next !== offset) found.push(atMs);
      offset = next;
    }
    days = found;
    changes.set(zone, days);
  }
  return days;
}

/** Any instant of ten years; as often one near an edge of a local hour, where windows open and close. */
const anyInstant = fc.oneof(
  fc.integer({ min: FROM_MS, max: UNTIL_MS - 1 }),
  fc
    .record({
      halfHour: fc.integer({ min: FROM_MS / (2 * QUARTER_MS), max: UNTIL_MS / (2 * QUARTER_MS) - 1 }),
      offMs: fc.constantFrom(-MINUTE_MS, -MINUTE_MS - 1, -1, 0, 1, MINUTE_MS),
    })
    .map(({ halfHour, offMs }) => halfHour * 2 * QUARTER_MS + offMs),
);

describe.each(ALL.map(({ code }) => code))('calls to %s', (code) => {
  const place = placeOf(code);

  function agreesAt(atMs: number): boolean {
    const { verdict } = decide({ ...place.context, now: new Date(atMs) });
    return (verdict === 'allow') === isOpen(place, atMs);
  }

  it('are allowed at every instant inside all windows, and at none outside', () => {
    const allowed = fc
      .sample(anyInstant, { numRuns: 300, seed: SEED })
      .filter((atMs) => decide({ ...place.context, now: new Date(atMs) }).verdict === 'allow');
    expect(allowed.length).toBeGreaterThan(5);
    fc.assert(fc.property(anyInstant, agreesAt), { numRuns: 300, seed: SEED });
  });

  it('are so on the day of each change of clocks as well', () => {
    for (const changeMs of new Set(place.zones.flatMap(clockChanges))) {
      for (let hour = 0; hour < 48; hour += 3) {
        const atMs = changeMs + hour * 4 * QUARTER_MS;
        expect([new Date(atMs), agreesAt(atMs)]).toEqual([new Date(atMs), true]);
      }
    }
  });

  it('have a next legal instant within a week and a half that is legal, and no minute before it is', () => {
    const policy = place.context.policy;
    const nearChanges = place.zones.flatMap((zone) => clockChanges(zone).slice(0, 4));
    const starts = fc.oneof(anyInstant, fc.constantFrom(...nearChanges, Date.parse('2026-12-24T23:00:00Z')));
    fc.assert(
      fc.property(starts, (fromMs) => {
        const nextMs = nextLegalInstant(place.context, policy, new Date(fromMs))?.getTime();
        if (nextMs === undefined || nextMs < fromMs || nextMs > fromMs + 10 * DAY_MS) return false;
        if (!isOpen(place, nextMs) || !agreesAt(nextMs)) return false;
        if (nextMs === fromMs) return true;
        return !isOpen(place, fromMs) && !isOpen(place, nextMs - 1) && !hasOpenMinute(place, fromMs, nextMs);
      }),
      { numRuns: 20, seed: SEED },
    );
  });
});
