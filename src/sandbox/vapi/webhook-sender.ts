import type { Agenda } from '../agenda';
import type { SandboxClock } from '../sandbox-options';
import type { CallStore } from './call-store';
import type { Organisation } from './organisation';
import { serverMessage } from './server-message';
import type { Delivery, Message, SimulatedCall } from './simulated-call';
import type { VapiFaults } from './vapi-faults';
import { targetFor, type WebhookTarget } from './webhook-target';

/** What came back for one attempt; `status` is absent when there was no answer. */
interface Outcome {
  status?: number;
  body?: unknown;
  error?: string;
}

function concerns(types: readonly string[], type: string): boolean {
  return types.includes(type) || types.includes('*');
}

/**
 * Brings server messages to the assistant's server. One call's first attempts are made one after the other, in
 * the order of the timeline; retries follow the server's backoffPlan in business time, timeouts are real time.
 * What is still to be delivered survives in the journal and is taken up again by `resume`.
 */
export class WebhookSender {
  private readonly chains = new Map<string, Promise<void>>();
  private readonly held = new Map<string, Delivery[]>();
  private readonly closing = new AbortController();

  constructor(
    private readonly store: CallStore,
    private readonly organisation: Organisation,
    private readonly agenda: Agenda,
    private readonly clock: SandboxClock,
    private readonly faults: VapiFaults,
    private readonly pace: number,
    private readonly url: () => string,
  ) {}

  /** Sends the message if the assistant wants it, subject to the faults that are switched on. */
  send(call: SimulatedCall, message: Message): void {
    if (targetFor(call, message) === undefined) return;
    const times = concerns(this.faults.duplicatedWebhooks, message.type) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const delivery = this.record(call, message);
      if (delivery.state === 'dropped') continue;
      const { delayedWebhooks } = this.faults;
      const delay = delayedWebhooks[message.type] ?? delayedWebhooks['*'] ?? 0;
      const isHeld = this.faults.reorderedWebhooks && message.type === 'status-update';
      if (isHeld && call.plan.reportAt !== undefined && !call.done.includes('report')) {
        this.held.set(call.id, [...(this.held.get(call.id) ?? []), delivery]);
      } else if (delay > 0) {
        const dueAt = new Date(Date.parse(message.at) + delay * 1000);
        this.schedule({ ...delivery, dueAt: dueAt.toISOString() });
      } else this.enqueue(delivery);
    }
    if (message.type !== 'end-of-call-report') return;
    for (const delivery of this.held.get(call.id) ?? []) this.enqueue(delivery);
    this.held.delete(call.id);
  }

  /** Sends a message whose answer matters; one attempt. @returns the answer's JSON, undefined without a 200 */
  async ask(call: SimulatedCall, message: Message): Promise<unknown> {
    const target = targetFor(call, message);
    const delivery = this.record(call, message);
    if (target === undefined || delivery.state === 'dropped') return undefined;
    const outcome = await this.post(call, delivery, target);
    if (this.isClosed) return undefined;
    this.keep(delivery, outcome, outcome.status === 200 ? 'delivered' : 'failed');
    return outcome.status === 200 ? outcome.body : undefined;
  }

  /** Takes up the deliveries a killed process left behind. */
  resume(): void {
    const isPending = ({ state, message }: Delivery): boolean =>
      state === 'pending' && message.type !== 'tool-calls';
    for (const delivery of this.store.allDeliveries().filter(isPending)) this.schedule(delivery);
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  /** Resolves when at least `count` deliveries of the call have been attempted, or the call is over. */
  async attempted(callId: string, count: number): Promise<void> {
    const isDone = (): boolean =>
      this.store.deliveries(callId).filter(({ attempts }) => attempts.length > 0).length >= count;
    const isOver = (): boolean => this.isClosed || this.store.find(callId)?.status === 'ended';
    while (!isDone() && !isOver()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Gives up what is under way. */
  close(): void {
    this.closing.abort();
  }

  private record(call: SimulatedCall, message: Message): Delivery {
    const serial = this.store.deliveries(call.id).length + 1;
    const delivery: Delivery = {
      id: `${call.id}:${serial}`,
      callId: call.id,
      message,
      dueAt: message.at,
      state: concerns(this.faults.droppedWebhooks, message.type) ? 'dropped' : 'pending',
      attempts: [],
    };
    this.store.saveDelivery(delivery);
    return delivery;
  }

  private enqueue(delivery: Delivery): void {
    const before = this.chains.get(delivery.callId) ?? Promise.resolve();
    this.chains.set(
      delivery.callId,
      before.then(() => this.attempt(delivery)),
    );
  }

  private schedule(delivery: Delivery): void {
    this.store.saveDelivery(delivery);
    this.agenda.add(new Date(delivery.dueAt), () => void this.attempt(delivery));
  }

  /** Never rejects. */
  private async attempt(delivery: Delivery): Promise<void> {
    const call = this.store.find(delivery.callId);
    const target = call && targetFor(call, delivery.message);
    if (call === undefined || target === undefined || this.isClosed) return;
    const outcome = await this.post(call, delivery, target);
    if (this.isClosed) return;
    const { status } = outcome;
    if (status !== undefined && status >= 200 && status < 300) {
      this.keep(delivery, outcome, 'delivered');
      return;
    }
    const { backoff } = target;
    const retries = delivery.attempts.length;
    if (!backoff || retries >= backoff.maxRetries || backoff.excluded.includes(status ?? 0)) {
      this.keep(delivery, outcome, 'failed');
      return;
    }
    const delayMs = (backoff.baseDelayMs * (backoff.isExponential ? 2 ** retries : 1)) / this.pace;
    const kept = this.keep(delivery, outcome, 'pending');
    this.schedule({ ...kept, dueAt: new Date(this.clock.now().getTime() + delayMs).toISOString() });
  }

  private keep(delivery: Delivery, { status, error }: Outcome, state: Delivery['state']): Delivery {
    const attempt = {
      at: this.clock.now().toISOString(),
      ...(status !== undefined && { status }),
      ...(error !== undefined && { error }),
    };
    const kept: Delivery = { ...delivery, state, attempts: [...delivery.attempts, attempt] };
    this.store.saveDelivery(kept);
    return kept;
  }

  private async post(call: SimulatedCall, delivery: Delivery, target: WebhookTarget): Promise<Outcome> {
    const key = `${delivery.id}-${delivery.attempts.length + 1}`;
    const body = serverMessage(call, delivery.message, this.organisation, this.url(), key);
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        // A provider has many machines: one lasting connection would bring all to one of several replicas.
        headers: { 'content-type': 'application/json', connection: 'close', ...target.headers },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(target.timeoutMs)]),
      });
      const text = await response.text();
      return { status: response.status, body: parsed(text) };
    } catch (error) {
      return { error: error instanceof Error ? error.name : 'Unknown' };
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
