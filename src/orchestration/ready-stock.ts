/** Over how long (real ms) the present pace is measured. */
const MEASURED_MS = 10_000;
/** So many leads are marked with one request. */
const REQUEST = 10;
/** Leads are made ready for the lines that come free in so long a time (real ms) … */
const AHEAD_MS = 7_000;
/** … and go back when none of that came true in so long: what people wrote about them since has not been read. */
const LASTS_MS = 10_000;

/**
 * How many leads to keep marked and judged beyond the lines that are free, so that a line which comes free need not wait
 * for the lead source: as many as lines come free within a few seconds at the present pace. Where calls are long that is
 * none, and every lead is read right before its dial. Instants are real milliseconds of any monotonic clock.
 */
export class ReadyStock {
  readonly #endedAt = new Map<string, number>();

  /** A call is over; told twice of one it counts once. */
  note(call: string, now: number): void {
    if (!this.#endedAt.has(call)) this.#endedAt.set(call, now);
    this.forget(now);
  }

  /** @param lines the campaign's */
  size(now: number, lines: number): number {
    this.forget(now);
    return Math.min(2 * lines, Math.floor((this.#endedAt.size * AHEAD_MS) / MEASURED_MS));
  }

  /**
   * How many leads to take now. Not one at a time, since each taking costs requests to the lead source, and where there
   * are several requests' worth of them, whole requests only; but never fewer than there are lines free.
   * @param room lines that are free, and leads that the stock lacks
   * @param free lines
   */
  taking(size: number, room: number, free: number): number {
    if (free === 0 && room < Math.min(REQUEST, Math.ceil(size * 0.6))) return 0;
    return room < REQUEST ? Math.max(0, room) : Math.max(free, room - (room % REQUEST));
  }

  isOverdue(readyForMs: number): boolean {
    return readyForMs > LASTS_MS;
  }

  clear(): void {
    this.#endedAt.clear();
  }

  /** The first that came is the first to go. */
  private forget(now: number): void {
    for (const [call, at] of this.#endedAt) {
      if (now - at < MEASURED_MS) return;
      this.#endedAt.delete(call);
    }
  }
}
