import { OutboxTarget } from './outbox';

/** After a request, what does not fill the next one of its kind waits so long for more (real ms). */
const BETWEEN_MS = 4_000;

/**
 * When records may be written that do not fill a request: a lone one at once, those that follow it closely together. So
 * the busier a campaign is, the fewer requests each record costs. Instants are real ms of any monotonic clock.
 */
export class OutboxPace {
  readonly #lastAt = new Map<OutboxTarget, number>();

  constructor(private readonly betweenMs: number = BETWEEN_MS) {}

  /** A request went out. */
  note(target: OutboxTarget, now: number): void {
    this.#lastAt.set(target, now);
  }

  /** Whether what does not fill a request waits for more. */
  isGathering(target: OutboxTarget, now: number): boolean {
    return now - (this.#lastAt.get(target) ?? Number.NEGATIVE_INFINITY) < this.betweenMs;
  }
}
