/**
 * Gathers what arrives while a batch is on its way into the next one. What comes alone goes at once; the busier it gets,
 * the larger the batches grow. A batch that fails is tried item by item, so that one bad item harms itself only; a fault
 * that no item is to blame for fails them all at once, instead of keeping each waiting for its own.
 */
export class Batching<T, R> {
  #waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = [];
  #underWay = 0;

  /**
   * @param write answers for every item, in the order given
   * @param most items in a batch
   * @param lanes batches under way at once
   * @param isShared whether a fault would befall each item alone just the same
   */
  constructor(
    private readonly write: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly most: number,
    private readonly lanes: number,
    private readonly isShared: (error: unknown) => boolean,
  ) {}

  async add(item: T): Promise<R> {
    return await new Promise<R>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#underWay < this.lanes) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.most);
      try {
        const results = await this.write(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R);
      } catch (error) {
        if (batch.length === 1 || this.isShared(error)) for (const { reject } of batch) reject(error);
        else for (const { item, resolve, reject } of batch) await this.alone(item).then(resolve, reject);
      }
    }
    this.#underWay -= 1;
  }

  private async alone(item: T): Promise<R> {
    const [result] = await this.write([item]);
    return result as R;
  }
}
