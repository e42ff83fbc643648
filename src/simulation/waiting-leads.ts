import { CLAIMED_FIRST, compareClaims } from '../leads/claim-order';
import { LEAD_STATUSES, LeadStatus } from '../leads/lead-status';
import { LeadHeap } from './lead-heap';

/** What of a lead's standing the order of claims goes by. */
export interface Standings {
  readonly status: Uint8Array;
  readonly dueAt: Float64Array;
}

/**
 * Dialable leads in the order in which the service claims them. A callback that is not due yet must not stand before
 * leads that are, so callbacks wait in a line of their own.
 */
export class WaitingLeads {
  readonly #callbacks: LeadHeap;
  readonly #others: LeadHeap;

  constructor(private readonly standings: Standings) {
    const { dueAt } = standings;
    const isBefore = (one: number, other: number) => {
      const order = (dueAt[one] ?? 0) - (dueAt[other] ?? 0);
      return order < 0 || (order === 0 && one < other);
    };
    this.#callbacks = new LeadHeap(isBefore);
    this.#others = new LeadHeap(isBefore);
  }

  get size(): number {
    return this.#callbacks.size + this.#others.size;
  }

  /** When the first of them is due (epoch ms); Infinity when nobody waits. */
  get nextDueAt(): number {
    return Math.min(this.dueAt(this.#callbacks), this.dueAt(this.#others));
  }

  add(lead: number): void {
    (this.statusOf(lead) === CLAIMED_FIRST ? this.#callbacks : this.#others).push(lead);
  }

  /** Takes out the one that is claimed first of those that are due at an instant (epoch ms). */
  claim(nowMs: number): number | undefined {
    const [callback, other] = [this.#callbacks.peek(), this.#others.peek()];
    const isDue = (lead: number | undefined): lead is number =>
      lead !== undefined && (this.standings.dueAt[lead] ?? Infinity) <= nowMs;
    if (!isDue(callback)) return isDue(other) ? this.#others.pop() : undefined;
    if (!isDue(other)) return this.#callbacks.pop();
    const order = compareClaims(this.claimable(callback), this.claimable(other));
    return order <= 0 ? this.#callbacks.pop() : this.#others.pop();
  }

  private dueAt(heap: LeadHeap): number {
    const lead = heap.peek();
    return lead === undefined ? Infinity : (this.standings.dueAt[lead] ?? Infinity);
  }

  private claimable(lead: number) {
    return { status: this.statusOf(lead), dueAt: this.standings.dueAt[lead] ?? 0 };
  }

  private statusOf(lead: number): LeadStatus {
    return LEAD_STATUSES[this.standings.status[lead] ?? 0] ?? 'left alone';
  }
}
