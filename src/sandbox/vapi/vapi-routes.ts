import { takes } from '../fault-switches';
import { json, text, type Answer } from '../http/answer';
import { objectOf, stringOf, type JsonObject } from '../http/json';
import type { ReceivedRequest } from '../http/loopback-server';
import type { SandboxClock } from '../sandbox-options';
import { twimlFor } from './bypass-line';
import type { CallDesk } from './call-desk';
import { filterCalls } from './call-list';
import type { CallStore } from './call-store';
import type { CallTimeline } from './call-timeline';
import { tooLong, unknownProperties } from './assistant-validation';
import { subscriptionLimits, viewCall } from './call-view';
import type { Organisation } from './organisation';
import type { SimulatedCall } from './simulated-call';
import type { VapiFaults } from './vapi-faults';
import { VapiRefusal } from './vapi-refusal';
import type { WebhookSender } from './webhook-sender';

function bodyOf(request: ReceivedRequest): JsonObject {
  try {
    return objectOf(request.body === '' ? {} : JSON.parse(request.body));
  } catch {
    throw new VapiRefusal(400, 'Unexpected token in JSON');
  }
}

/** What a request asks of VAPI, once it has come through the edge and shown its key. */
export class VapiRoutes {
  constructor(
    private readonly store: CallStore,
    private readonly desk: CallDesk,
    private readonly timeline: CallTimeline,
    private readonly sender: WebhookSender,
    private readonly organisation: Organisation,
    private readonly faults: VapiFaults,
    private readonly clock: SandboxClock,
    private readonly url: () => string,
  ) {}

  /** @throws VapiRefusal for everything that VAPI refuses */
  async answer(request: ReceivedRequest): Promise<Answer> {
    const [kind, id] = request.segments;
    switch (kind) {
      case 'call':
        return id === undefined ? await this.calls(request) : this.call(request, id);
      case 'phone-number':
        return this.owned(this.organisation.phoneNumbers, id, 'Phone Number');
      case 'assistant':
        return this.owned(this.organisation.allAssistants(), id, 'Assistant');
      default:
        throw new VapiRefusal(404, `Cannot ${request.method} ${request.path}`);
    }
  }

  /** The control address of a live call, which needs no key: who knows it may use it. */
  control(request: ReceivedRequest): Answer {
    const call = this.store.find(request.segments[0] ?? '');
    if (call === undefined || call.status === 'ended') return text(404, 'Call not found');
    const { type, content, endCallAfterSpoken } = bodyOf(request);
    if (type === 'end-call') this.timeline.end(call, 'manually-canceled');
    if (type === 'say') this.timeline.say(call, stringOf(content) ?? '', endCallAfterSpoken === true);
    return json(200, { success: true });
  }

  private async calls(request: ReceivedRequest): Promise<Answer> {
    if (request.method === 'POST') return await this.create(bodyOf(request));
    if (request.method !== 'GET') throw new VapiRefusal(404, `Cannot ${request.method} ${request.path}`);
    if (takes(this.faults, 'readsFail')) throw new VapiRefusal(500, 'Internal server error');
    const newestMs = this.clock.now().getTime() - this.faults.listedAfterSeconds * 1000;
    const isListed = (call: SimulatedCall): boolean =>
      !call.isDeleted && Date.parse(call.createdAt) <= newestMs;
    const found = filterCalls(this.store.all().filter(isListed), request.query);
    return json(
      200,
      found.map((call) => this.view(call)),
    );
  }

  private async create(body: JsonObject): Promise<Answer> {
    if (takes(this.faults, 'dropWithoutCreating')) return { kind: 'drop' };
    if (takes(this.faults, 'failWithoutCreating')) throw new VapiRefusal(500, 'Internal server error');
    if (takes(this.faults, 'rateLimited')) throw new VapiRefusal(429, 'Rate limit exceeded');
    if (takes(this.faults, 'paymentRequired')) throw new VapiRefusal(402, 'Insufficient credits.');
    this.desk.check(body);
    if (body.customers !== undefined) return this.createAll(body);
    const call = this.desk.place(body, objectOf(body.customer));
    if (takes(this.faults, 'webhookBeforeResponse')) await this.sender.attempted(call.id, 2);
    if (takes(this.faults, 'createThenHang')) return { kind: 'hang' };
    if (takes(this.faults, 'createThenDrop')) return { kind: 'drop' };
    if (takes(this.faults, 'createThenFail')) throw new VapiRefusal(500, 'Internal server error');
    const twiml = twimlFor(call, this.url());
    const made = {
      subscriptionLimits: this.limits(call.concurrencyBlocked),
      ...this.created(call),
      ...(twiml !== undefined && { phoneCallProviderDetails: { twiml } }),
    };
    if (takes(this.faults, 'createThenDrip'))
      return { kind: 'drip', status: 201, body: JSON.stringify(made) };
    return json(201, made);
  }

  private createAll(body: JsonObject): Answer {
    const { placed, errors } = this.desk.placeAll(body);
    const isBlocked = placed.some(({ concurrencyBlocked }) => concurrencyBlocked);
    const results = placed.map((call) => this.created(call));
    return json(201, { subscriptionLimits: this.limits(isBlocked), results, errors });
  }

  private call(request: ReceivedRequest, id: string): Answer {
    if (takes(this.faults, 'readsFail')) throw new VapiRefusal(500, 'Internal server error');
    const call = this.store.find(id);
    if (call === undefined || call.isDeleted) throw new VapiRefusal(404, `Call with ID ${id} not found.`);
    switch (request.method) {
      case 'GET':
        return json(200, this.view(call));
      case 'PATCH':
        return json(200, this.view(this.rename(call, bodyOf(request))));
      case 'DELETE':
        return json(200, this.view(this.remove(call)));
      default:
        throw new VapiRefusal(404, `Cannot ${request.method} ${request.path}`);
    }
  }

  private rename(call: SimulatedCall, body: JsonObject): SimulatedCall {
    const complaints = [...unknownProperties(body, ['name'], ''), ...tooLong(body, 'name', 40, '')];
    if (complaints.length > 0) throw new VapiRefusal(400, complaints);
    const name = stringOf(body.name);
    const renamed = {
      ...call,
      ...(name !== undefined && { name }),
      updatedAt: this.clock.now().toISOString(),
    };
    this.store.save(renamed);
    return renamed;
  }

  /** A scheduled call is cancelled and stays on record; any other one is ended and forgotten. */
  private remove(call: SimulatedCall): SimulatedCall {
    const isScheduled = call.status === 'scheduled';
    this.timeline.end(call, isScheduled ? 'scheduled-call-deleted' : 'call-deleted');
    const ended = this.store.find(call.id) ?? call;
    const removed = { ...ended, isDeleted: !isScheduled };
    this.store.save(removed);
    return removed;
  }

  private owned(things: readonly object[], id: string | undefined, name: string): Answer {
    if (id === undefined) return json(200, things);
    const found = things.find((thing) => 'id' in thing && thing.id === id);
    if (found === undefined) throw new VapiRefusal(404, `${name} Not Found.`);
    return json(200, found);
  }

  private limits(isBlocked: boolean) {
    return subscriptionLimits(isBlocked, this.desk.concurrencyLimit, this.desk.activeCalls());
  }

  /** The answer to the POST shows the call as it was made, whatever has happened to it since. */
  private created(call: SimulatedCall) {
    return viewCall(call, this.organisation, this.url(), call.createdAt);
  }

  private view(call: SimulatedCall) {
    return viewCall(call, this.organisation, this.url(), this.clock.now().toISOString());
  }
}
