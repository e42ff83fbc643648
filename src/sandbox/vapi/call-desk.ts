import type { Chance } from '../chance';
import { arrayOf, objectOf, stringOf, type JsonObject } from '../http/json';
import type { SandboxClock } from '../sandbox-options';
import type { BehaviourChoice } from './behaviour-choice';
import { waitingForLine } from './bypass-line';
import { planCall, planCallLasting } from './call-plan';
import type { CallStore } from './call-store';
import type { CallTimeline } from './call-timeline';
import { callComplaints, customerComplaints } from './call-validation';
import { variablesOf } from './call-view';
import type { Organisation } from './organisation';
import type { CallPlan, SimulatedCall } from './simulated-call';
import type { VapiFaults } from './vapi-faults';
import { VapiRefusal } from './vapi-refusal';

/** The assistant with its overrides on top; `tools:append` adds to the model's tools. */
function merged(assistant: JsonObject, overrides: JsonObject): JsonObject {
  const { 'tools:append': appended, variableValues: _unused, ...rest } = overrides;
  const together = { ...assistant, ...rest };
  if (appended === undefined) return together;
  const model = objectOf(together.model);
  return { ...together, model: { ...model, tools: [...arrayOf(model.tools), ...arrayOf(appended)] } };
}

/** Takes orders for calls: checks them, decides what becomes of them and sets them going. */
export class CallDesk {
  constructor(
    private readonly store: CallStore,
    private readonly organisation: Organisation,
    private readonly choice: BehaviourChoice,
    private readonly timeline: CallTimeline,
    private readonly chance: Chance,
    private readonly clock: SandboxClock,
    private readonly faults: VapiFaults,
    private readonly pace: number,
    readonly concurrencyLimit: number,
    private readonly callSeconds: number | undefined,
  ) {}

  /** Calls that hold a line: neither ended, nor scheduled for later, nor refused a line, nor waiting for another's. */
  activeCalls(): number {
    const isActive = (call: SimulatedCall): boolean =>
      !['ended', 'scheduled'].includes(call.status) &&
      !(call.bypass !== undefined && call.status === 'queued');
    return this.store.all().filter((call) => isActive(call) && !call.concurrencyBlocked).length;
  }

  /** Refuses an order that is malformed or names things that don't exist. @throws VapiRefusal 400 */
  check(body: JsonObject): void {
    const complaints = callComplaints(body, this.faults.bypassUnknown);
    if (complaints.length > 0) throw new VapiRefusal(400, complaints);
    const { phoneNumberId, phoneNumber, assistantId, assistant, squadId, squad, workflowId, workflow } = body;
    if (phoneNumberId === undefined && phoneNumber === undefined) {
      throw new VapiRefusal(400, "Couldn't Get Phone Number. Need Either `phoneNumberId` Or `phoneNumber`.");
    }
    if (phoneNumberId !== undefined && !this.organisation.phoneNumber(String(phoneNumberId))) {
      throw new VapiRefusal(400, "Couldn't Get Phone Number. `phoneNumberId` Does Not Exist.");
    }
    if ([assistantId, assistant, squadId, squad, workflowId, workflow].every((one) => one === undefined)) {
      throw new VapiRefusal(400, "Couldn't Get Assistant. Need Either `assistantId` Or `assistant`.");
    }
    if (assistantId !== undefined && this.organisation.assistant(String(assistantId)) === undefined) {
      throw new VapiRefusal(400, "Couldn't Get Assistant. `assistantId` Does Not Exist.");
    }
    if ([body.customer, body.customerId, body.customers].every((one) => one === undefined)) {
      throw new VapiRefusal(400, "Couldn't Get Customer. Need Either `customerId` Or `customer`.");
    }
  }

  /**
   * Makes a call that has passed `check`.
   * @throws VapiRefusal 400 or 429 over the concurrency limit, where the faults say so
   */
  place(body: JsonObject, customer: JsonObject): SimulatedCall {
    const isOver = this.activeCalls() >= this.concurrencyLimit;
    if (isOver && this.faults.overLimit === 'rejected') throw new VapiRefusal(400, 'Over Concurrency Limit.');
    if (isOver && this.faults.overLimit === 'rate-limited')
      throw new VapiRefusal(429, 'Over Concurrency Limit.');
    const decided = this.decide(body, customer, isOver);
    const isBypass = body.phoneCallProviderBypassEnabled === true && !this.faults.bypassIgnored && !isOver;
    const call = isBypass ? waitingForLine(decided, this.pace) : decided;
    this.store.save(call);
    this.timeline.follow(call);
    return call;
  }

  /** A batch: each customer is called or refused by itself, never all for one. */
  placeAll(body: JsonObject): { placed: SimulatedCall[]; errors: { customer: unknown; error: string }[] } {
    const placed: SimulatedCall[] = [];
    const errors: { customer: unknown; error: string }[] = [];
    for (const customer of arrayOf(body.customers)) {
      const complaints = customerComplaints(customer, 'customer.');
      if (complaints.length > 0) errors.push({ customer, error: complaints.join(', ') });
      else placed.push(this.place(body, objectOf(customer)));
    }
    return { placed, errors };
  }

  private decide(request: JsonObject, customer: JsonObject, isOver: boolean): SimulatedCall {
    const now = this.clock.now();
    const id = this.chance.uuid(now, 'call', this.store.nextSerial());
    const number = stringOf(customer.number) ?? stringOf(customer.sipUri) ?? '';
    const nth = this.store.all().filter((call) => call.customer.number === number).length + 1;
    const saved = objectOf(this.organisation.assistant(String(request.assistantId)));
    const { id: _id, orgId: _org, createdAt: _created, updatedAt: _updated, ...definition } = saved;
    const overridden = merged(
      { ...definition, ...objectOf(request.assistant) },
      objectOf(request.assistantOverrides),
    );
    const assistant = merged(overridden, objectOf(customer.assistantOverrides));
    const behaviour = isOver ? 'start-error' : this.choice.choose(number, nth);
    const earliest = Date.parse(stringOf(objectOf(request.schedulePlan).earliestAt) ?? '');
    const isScheduled = !isOver && earliest > now.getTime();
    const from = isScheduled ? new Date(earliest) : now;
    const variableValues = variablesOf(request, customer);
    const input = { callId: id, behaviour, from, pace: this.pace, assistant, variableValues };
    const plan =
      this.callSeconds === undefined
        ? planCall(input, this.chance)
        : planCallLasting(this.callSeconds, input, this.chance);
    const blocked: Pick<CallPlan, 'endedReason'> = {
      endedReason: 'call.start.error-subscription-concurrency-limit-reached',
    };
    const at = now.toISOString();
    const name = stringOf(request.name);
    const phoneNumberId = stringOf(request.phoneNumberId);
    return {
      id,
      createdAt: at,
      updatedAt: at,
      status: isScheduled ? 'scheduled' : 'queued',
      ...(name !== undefined && { name }),
      ...(phoneNumberId !== undefined && { phoneNumberId }),
      request,
      customer,
      assistant,
      behaviour,
      nth,
      concurrencyBlocked: isOver,
      plan: isOver ? { ...plan, ...blocked } : plan,
      done: [],
      isDeleted: false,
    };
  }
}
