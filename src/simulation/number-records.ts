import { ConsentRecord } from '../compliance/consents/consent';
import { CallFacts, NOTHING_ON_RECORD } from '../compliance/rule-context';
import { LeadColumns } from './lead-columns';

const NONE = -1;

/**
 * What the records hold of each number, over the run: as `findCallFacts` reads it of the database. Numbers go by their
 * slot. Dials are kept as one list a number through shared arrays, so a million numbers take little.
 */
export class NumberRecords {
  readonly #suppressed: Uint8Array;
  readonly #inCall: Uint8Array;
  readonly #lastRefusalAt: Float64Array;
  readonly #lastDial: Int32Array;
  #dialAt = new Float64Array(4_096);
  #dialBefore = new Int32Array(4_096);
  #dials = 0;
  readonly #consents = new Map<number, ConsentRecord>();
  /** Calls to each number in this run, and those that are known of before it. */
  readonly #calls: Uint8Array;

  constructor(
    private readonly columns: LeadColumns,
    private readonly lookBackMs: number,
  ) {
    this.#suppressed = new Uint8Array(columns.slots);
    this.#inCall = new Uint8Array(columns.slots);
    this.#calls = new Uint8Array(columns.slots);
    this.#lastRefusalAt = new Float64Array(columns.slots).fill(Number.NaN);
    this.#lastDial = new Int32Array(columns.slots).fill(NONE);
    for (const [slot, facts] of columns.facts) this.begin(slot, facts);
  }

  /** The facts as they stand at an instant. */
  factsOf(slot: number, now: Date): CallFacts {
    const since = now.getTime() - this.lookBackMs;
    const recentDialsAt: Date[] = [];
    for (let dial = this.#lastDial[slot] ?? NONE; dial !== NONE; dial = this.#dialBefore[dial] ?? NONE) {
      const at = this.#dialAt[dial] ?? 0;
      if (at > since) recentDialsAt.push(new Date(at));
    }
    const refusedAt = this.#lastRefusalAt[slot] ?? Number.NaN;
    return {
      suppressed: this.isSuppressed(slot),
      recentDialsAt,
      lastRefusalAt: Number.isNaN(refusedAt) ? undefined : new Date(refusedAt),
      consents: this.#consents.get(slot) ?? NOTHING_ON_RECORD.consents,
      lists: this.columns.facts.get(slot)?.lists ?? this.columns.lists,
    };
  }

  isSuppressed(slot: number): boolean {
    return this.#suppressed[slot] === 1;
  }

  isInCall(slot: number): boolean {
    return this.#inCall[slot] === 1;
  }

  /**
   * How many calls to the number count at an instant, if beside them and further consents nothing is on record;
   * undefined: there is more.
   */
  plainDials(slot: number, nowMs: number): number | undefined {
    const isPlain =
      this.#suppressed[slot] === 0 &&
      Number.isNaN(this.#lastRefusalAt[slot]) &&
      this.#consents.get(slot)?.revokedAt === undefined &&
      (this.columns.facts.get(slot)?.lists ?? this.columns.lists) === this.columns.lists;
    if (!isPlain) return undefined;
    let count = 0;
    for (let dial = this.#lastDial[slot] ?? NONE; dial !== NONE; dial = this.#dialBefore[dial] ?? NONE)
      if ((this.#dialAt[dial] ?? 0) > nowMs - this.lookBackMs) count += 1;
    return count;
  }

  suppress(slot: number): void {
    this.#suppressed[slot] = 1;
  }

  hold(slot: number, isInCall: boolean): void {
    this.#inCall[slot] = isInCall ? 1 : 0;
  }

  refused(slot: number, atMs: number): void {
    const before = this.#lastRefusalAt[slot] ?? Number.NaN;
    this.#lastRefusalAt[slot] = Number.isNaN(before) ? atMs : Math.max(before, atMs);
  }

  revokeConsent(slot: number, at: Date): void {
    const { grants } = this.#consents.get(slot) ?? NOTHING_ON_RECORD.consents;
    this.#consents.set(slot, { grants, revokedAt: at });
  }

  /** @returns the how manieth call to the number it is */
  dialed(slot: number, atMs: number): number {
    if (this.#dials === this.#dialAt.length) {
      const [at, before] = [new Float64Array(this.#dials * 2), new Int32Array(this.#dials * 2)];
      at.set(this.#dialAt);
      before.set(this.#dialBefore);
      [this.#dialAt, this.#dialBefore] = [at, before];
    }
    this.#dialAt[this.#dials] = atMs;
    this.#dialBefore[this.#dials] = this.#lastDial[slot] ?? NONE;
    this.#lastDial[slot] = this.#dials;
    this.#dials += 1;
    const calls = Math.min(255, (this.#calls[slot] ?? 0) + 1);
    this.#calls[slot] = calls;
    return calls;
  }

  private begin(slot: number, { suppressed, recentDialsAt, lastRefusalAt, consents }: CallFacts): void {
    if (suppressed) this.suppress(slot);
    for (const at of recentDialsAt) this.dialed(slot, at.getTime());
    if (lastRefusalAt) this.refused(slot, lastRefusalAt.getTime());
    if (consents.grants.length > 0 || consents.revokedAt) this.#consents.set(slot, consents);
  }
}
