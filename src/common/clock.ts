/**
 * Business time: everything that the law, a retry or a report means by "now". Leases between replicas go by the
 * database's clock instead.
 */
export abstract class Clock {
  abstract now(): Date;
  /** Business seconds that pass in one real second: 1, but for the sandbox. */
  abstract readonly speed: number;
}

/** Runs at `speed` from `start` on. It goes by the monotonic clock, so a wall clock set back can't repeat an hour. */
export class RunningClock extends Clock {
  readonly #begunAt = performance.now();

  constructor(
    private readonly start: Date,
    readonly speed = 1,
  ) {
    super();
  }

  now(): Date {
    return new Date(this.start.getTime() + (performance.now() - this.#begunAt) * this.speed);
  }
}

/** The machine's own time, read anew each time so that its corrections (NTP) are followed. */
export class SystemClock extends Clock {
  readonly speed = 1;

  now(): Date {
    return new Date();
  }
}
