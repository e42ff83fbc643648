/** Leads that wait for their turn, the next one first. The order is given; what it goes by must not change meanwhile. */
export class LeadHeap {
  #leads = new Int32Array(1_024);
  #size = 0;

  /** @param isBefore a total order over leads */
  constructor(private readonly isBefore: (one: number, other: number) => boolean) {}

  get size(): number {
    return this.#size;
  }

  /** Undefined when nobody waits. */
  peek(): number | undefined {
    return this.#size === 0 ? undefined : this.#leads[0];
  }

  push(lead: number): void {
    if (this.#size === this.#leads.length) {
      const larger = new Int32Array(this.#size * 2);
      larger.set(this.#leads);
      this.#leads = larger;
    }
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#leads[parent] ?? 0;
      if (!this.isBefore(lead, above)) break;
      this.#leads[at] = above;
      at = parent;
    }
    this.#leads[at] = lead;
  }

  /** Takes out the next one. */
  pop(): number | undefined {
    const next = this.peek();
    if (next === undefined) return undefined;
    this.#size -= 1;
    const last = this.#leads[this.#size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && this.isBefore(this.#leads[child + 1] ?? 0, this.#leads[child] ?? 0))
        child += 1;
      const below = this.#leads[child] ?? 0;
      if (!this.isBefore(below, last)) break;
      this.#leads[at] = below;
      at = child;
    }
    this.#leads[at] = last;
    return next;
  }
}
