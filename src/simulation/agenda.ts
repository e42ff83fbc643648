/** What is to happen at an instant of the simulated time. */
export interface Appointment<Event> {
  readonly atMs: number;
  readonly event: Event;
}

interface Entry<Event> extends Appointment<Event> {
  readonly serial: number;
}

/** What is still to happen, in order of time; what falls on one instant happens in the order in which it was put down. */
export class Agenda<Event> {
  readonly #heap: Entry<Event>[] = [];
  #serial = 0;

  /** When the next thing happens (epoch ms); Infinity: nothing is to come. */
  get nextAtMs(): number {
    return this.#heap[0]?.atMs ?? Infinity;
  }

  put(atMs: number, event: Event): void {
    const entry = { atMs, event, serial: this.#serial };
    this.#serial += 1;
    let at = this.#heap.length;
    this.#heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent];
      if (!above || !isBefore(entry, above)) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = entry;
  }

  take(): Appointment<Event> | undefined {
    const [next] = this.#heap;
    const last = this.#heap.pop();
    if (!next || !last || this.#heap.length === 0) return next;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [this.#heap[child], this.#heap[child + 1]];
      if (!left) break;
      if (right && isBefore(right, left)) child += 1;
      const below = this.#heap[child];
      if (!below || !isBefore(below, last)) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = last;
    return next;
  }
}

function isBefore<Event>(one: Entry<Event>, other: Entry<Event>): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.serial < other.serial);
}
