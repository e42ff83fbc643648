/** So many webhooks (or more) within so short a time (real ms) are a rush. */
const MANY = 20;
const WITHIN_MS = 100;
/**
 * For so long (real ms) nothing but answering is done in a rush. What is settled is written to Airtable at a few dozen
 * records a second anyhow.
 */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/**
 * When webhooks come in a rush, answering them goes before settling what they say: a provider waits for its answer and
 * gives up in time, and a stored webhook waits without harm. Nothing that a line waits for comes in such numbers.
 * Instants are real milliseconds of any monotonic clock.
 */
export class Rush {
  readonly #latest: number[] = [];
  #since: number | undefined;

  /** A webhook has come. */
  note(now: number): void {
    const isRush = this.isOn(now);
    this.#latest.push(now);
    if (this.#latest.length > MANY) this.#latest.shift();
    if (!isRush) this.#since = this.isOn(now) ? now : undefined;
  }

  isOn(now: number): boolean {
    return this.#latest.length === MANY && now - (this.#latest[0] ?? 0) <= WITHIN_MS;
  }

  /** How long to wait before this is asked again; 0: settling may go on. */
  waitMs(now: number): number {
    if (!this.isOn(now) || this.#since === undefined) return 0;
    return now - this.#since < PATIENCE_MS ? LOOK_AGAIN_MS : 0;
  }
}
