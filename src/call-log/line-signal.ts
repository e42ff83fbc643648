/** Tells the orchestrator of this process that a line has come free, so that it need not wait for its next look. */
export class LineSignal {
  #listener: ((call: string) => void) | undefined;
  #next = Promise.withResolvers<void>();

  /** @param listener hears which call held the line; of one call more than once */
  onFree(listener: (call: string) => void): void {
    this.#listener = listener;
  }

  /** Resolves when the next line comes free. */
  async next(): Promise<void> {
    await this.#next.promise;
  }

  freed(call: string): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
    this.#listener?.(call);
  }
}
