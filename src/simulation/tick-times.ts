import { GATHER_MS, TICK_MS } from '../orchestration/tempo';

/**
 * When the orchestrator of a simulated campaign looks next: at its ticks, and a moment after a line came free. Ticks at
 * which nothing could have changed are left out.
 */
export class TickTimes {
  readonly #tickMs: number;
  readonly #gatherMs: number;
  #tickAtMs: number;
  #gatherAtMs = Infinity;
  #lastTickMs = -Infinity;

  /** @param speed business time in a real one: ticks are real */
  constructor(
    private readonly startMs: number,
    speed: number,
  ) {
    this.#tickMs = TICK_MS * speed;
    this.#gatherMs = GATHER_MS * speed;
    this.#tickAtMs = startMs;
  }

  /** Business ms between two ticks. */
  get tickMs(): number {
    return this.#tickMs;
  }

  get nextAtMs(): number {
    return Math.min(this.#tickAtMs, this.#gatherAtMs);
  }

  /** It is being looked at an instant: nothing more is to come but what is asked for from now on. */
  taken(nowMs: number): void {
    if (this.#gatherAtMs <= nowMs) this.#gatherAtMs = Infinity;
    if (this.#tickAtMs <= nowMs) {
      this.#lastTickMs = this.#tickAtMs;
      this.#tickAtMs = Infinity;
    }
  }

  /** Looks at the first tick from an instant on; Infinity asks for nothing. */
  lookFrom(atMs: number): void {
    if (atMs === Infinity) return;
    const ticks = Math.ceil((atMs - this.startMs) / this.#tickMs);
    const tickMs = this.startMs + Math.max(0, ticks) * this.#tickMs;
    this.#tickAtMs = Math.min(this.#tickAtMs, tickMs > this.#lastTickMs ? tickMs : tickMs + this.#tickMs);
  }

  /** A line has come free: others that do so meanwhile share the look. */
  gather(nowMs: number): void {
    if (this.#gatherAtMs === Infinity) this.#gatherAtMs = nowMs + this.#gatherMs;
  }
}
