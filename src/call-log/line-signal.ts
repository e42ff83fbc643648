/** Tells the orchestrator of this process that a line has come free, so that it need not wait for its next tick. */
export class LineSignal {
  #listener: (() => void) | undefined;

  onFree(listener: () => void): void {
    this.#listener = listener;
  }

  freed(): void {
    this.#listener?.();
  }
}
