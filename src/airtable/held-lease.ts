import { Leases } from '../persistence/leases';

/** A lease that is kept alive while work goes on, and found out about when it is lost. */
export class HeldLease {
  #isLost = false;
  readonly #timer: NodeJS.Timeout;

  private constructor(
    private readonly leases: Leases,
    private readonly name: string,
    private readonly holder: string,
    private readonly durationMs: number,
  ) {
    // One request with its retries may outlast the lease: it is renewed by time, not only between batches.
    this.#timer = setInterval(() => void this.renew(), durationMs / 3);
    this.#timer.unref();
  }

  /** @returns `undefined` when another replica holds it */
  static async take(
    leases: Leases,
    name: string,
    holder: string,
    durationMs: number,
  ): Promise<HeldLease | undefined> {
    const taken = await leases.acquire(name, holder, durationMs);
    return taken ? new HeldLease(leases, name, holder, durationMs) : undefined;
  }

  /** Prolongs it and says whether it is still ours. A database that can't be asked counts as a loss. */
  async renew(): Promise<boolean> {
    if (this.#isLost) return false;
    try {
      this.#isLost = !(await this.leases.acquire(this.name, this.holder, this.durationMs));
    } catch {
      this.#isLost = true;
    }
    return !this.#isLost;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.leases.release(this.name, this.holder);
  }
}
