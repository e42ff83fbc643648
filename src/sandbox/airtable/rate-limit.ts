const REQUESTS_PER_SECOND = 5;

/**
 * Five requests a second for a base; one too many and everything is refused for a time. Measured in real time,
 * whatever the business clock does.
 */
export class RateLimit {
  private recentMs: number[] = [];
  private refusedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stopwatchMs: () => number,
    private readonly penaltyMs: number,
  ) {}

  /** Counts a request and says whether it may pass. */
  admits(): boolean {
    const nowMs = this.stopwatchMs();
    if (nowMs < this.refusedUntilMs) return false;
    this.recentMs = [...this.recentMs.filter((ms) => ms > nowMs - 1000), nowMs];
    if (this.recentMs.length <= REQUESTS_PER_SECOND) return true;
    this.refusedUntilMs = nowMs + this.penaltyMs;
    this.recentMs = [];
    return false;
  }
}
