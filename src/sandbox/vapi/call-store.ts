import type { Journal } from '../journal';
import type { Delivery, SimulatedCall } from './simulated-call';

/** All calls and webhook deliveries ever, journaled. */
export class CallStore {
  private readonly calls = new Map<string, SimulatedCall>();
  private readonly deliveriesByCall = new Map<string, Map<string, Delivery>>();
  private made: number;

  constructor(private readonly journal: Journal) {
    for (const [id, call] of journal.load('vapi-call')) this.calls.set(id, call as SimulatedCall);
    for (const [, delivery] of journal.load('vapi-delivery')) this.index(delivery as Delivery);
    this.made = this.calls.size;
  }

  /** A number that no call before had, restarts included. */
  nextSerial(): number {
    this.made += 1;
    return this.made;
  }

  all(): SimulatedCall[] {
    return [...this.calls.values()];
  }

  find(id: string): SimulatedCall | undefined {
    return this.calls.get(id);
  }

  save(call: SimulatedCall): void {
    this.calls.set(call.id, call);
    this.journal.write('vapi-call', call.id, call);
  }

  deliveries(callId: string): Delivery[] {
    return [...(this.deliveriesByCall.get(callId)?.values() ?? [])];
  }

  allDeliveries(): Delivery[] {
    return [...this.deliveriesByCall.values()].flatMap((ofCall) => [...ofCall.values()]);
  }

  saveDelivery(delivery: Delivery): void {
    this.index(delivery);
    this.journal.write('vapi-delivery', delivery.id, delivery);
  }

  private index(delivery: Delivery): void {
    const ofCall = this.deliveriesByCall.get(delivery.callId) ?? new Map<string, Delivery>();
    ofCall.set(delivery.id, delivery);
    this.deliveriesByCall.set(delivery.callId, ofCall);
  }
}
