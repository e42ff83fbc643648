/**
 * A value that is costly to read, read again only when it has grown old, by one reader at a time. It stays fresh for at
 * least `holdsMs`, and for twenty times as long as reading it took: however slow the reading becomes, it fills no more
 * than a twentieth of the time. A failure holds as long as a value, and is not covered up by an older value.
 */
export class CachedValue<T> {
  #reading: Promise<T> | undefined;
  #freshUntil = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly holdsMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws what reading threw */
  async get(): Promise<T> {
    if (this.#reading === undefined || this.now() >= this.#freshUntil) this.#reading = this.readNow();
    return await this.#reading;
  }

  private async readNow(): Promise<T> {
    const begunAt = this.now();
    this.#freshUntil = Infinity;
    try {
      return await this.read();
    } finally {
      const endedAt = this.now();
      this.#freshUntil = endedAt + Math.max(this.holdsMs, 20 * (endedAt - begunAt));
    }
  }
}
