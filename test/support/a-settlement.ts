import { Attempt } from '../../src/call-log/attempts';
import { AttemptState } from '../../src/call-log/attempt-state';
import { CallLogModule } from '../../src/call-log/call-log.module';
import { Call } from '../../src/call-log/calls';
import { RecordedOptOut } from '../../src/call-log/opt-outs';
import { Settlement, Settled } from '../../src/call-log/settlement.service';
import { Lead } from '../../src/leads/lead';
import {
  bareReport,
  CallEvent,
  CallReference,
  CallReport,
  EndCategory,
} from '../../src/telephony/call-event';
import { storeAttempt, storeLead } from './a-lead';
import { aBench, Bench } from './database';

/** What a person said to the agent, as a report tells it. */
export function said(...words: string[]): Partial<CallReport> {
  const customer = words.map((text) => ({ speaker: 'customer', text }) as const);
  return { utterances: [{ speaker: 'agent', text: 'Hi, this is Laura.' }, ...customer] };
}

/** One lead with one attempt, what is told about its call, and what came of it. */
export class SettlementBench {
  lead: Lead;
  attemptId: string;

  private constructor(
    readonly bench: Bench,
    private readonly settlement: Settlement,
  ) {}

  static async open(): Promise<SettlementBench> {
    const bench = await aBench([CallLogModule]);
    return new SettlementBench(bench, bench.app.get(Settlement));
  }

  /** A lead with an attempt in that state; from `placed` on the provider's call is `call-1`. */
  async given(
    state: AttemptState,
    status: Lead['status'] = 'in progress',
    changes: Partial<Lead> = {},
  ): Promise<void> {
    this.lead = await storeLead(this.bench.database, { status, ...changes });
    const known = state === 'placed' || state === 'ended' ? { provider_call_id: 'call-1' } : {};
    this.attemptId = await storeAttempt(this.bench.database, this.lead, { state, ...known });
  }

  report(
    category: EndCategory,
    told: Partial<CallReport> = {},
    changes: Partial<CallReference> = {},
  ): CallEvent {
    const whole = { ...bareReport(category, 'a-reason'), personOnLine: category === 'conversation', ...told };
    return { kind: 'report', call: this.call(changes), report: whole, at: this.bench.clock.now() };
  }

  hungUp(category: EndCategory, changes: Partial<CallReference> = {}): CallEvent {
    return {
      kind: 'hung-up',
      call: this.call(changes),
      category,
      endedReason: 'a-reason',
      at: this.bench.clock.now(),
    };
  }

  optOut(): CallEvent {
    const at = this.bench.clock.now();
    return { kind: 'opt-out', call: this.call(), channel: 'tool', saidAt: at, at };
  }

  doubt(): CallEvent {
    return { kind: 'doubt', call: this.call(), at: this.bench.clock.now() };
  }

  other(): CallEvent {
    return { kind: 'other', call: this.call(), at: this.bench.clock.now() };
  }

  progress(status: 'ringing' | 'in-progress', changes: Partial<CallReference> = {}): CallEvent {
    return { kind: 'progress', call: this.call(changes), status, at: this.bench.clock.now() };
  }

  async apply(...events: CallEvent[]): Promise<Settled[]> {
    const results: Settled[] = [];
    for (const event of events) {
      results.push(await this.bench.run((transaction) => this.settlement.apply(transaction, event)));
    }
    return results;
  }

  async suppressAtOnce(event: CallEvent): Promise<RecordedOptOut | undefined> {
    return await this.bench.run((transaction) => this.settlement.suppressAtOnce(transaction, event));
  }

  async standing(): Promise<{ attempt: Attempt; lead: Lead; calls: Call[]; call: Call | undefined }> {
    const { database } = this.bench;
    const attempts = database.selectFrom('attempts').selectAll().where('id', '=', this.attemptId);
    const leads = database.selectFrom('leads').selectAll().where('id', '=', this.lead.id);
    const attempt = (await attempts.executeTakeFirstOrThrow()) as Attempt;
    const lead = (await leads.executeTakeFirstOrThrow()) as Lead;
    const calls = await database.selectFrom('calls').selectAll().execute();
    return { attempt, lead, calls, call: calls[0] };
  }

  /** What waits to be written to the leads table or the call log. */
  async written(target: 'lead' | 'call'): Promise<Record<string, unknown>[]> {
    const { database } = this.bench;
    const rows = await database.selectFrom('outbox').select('fields').where('target', '=', target).execute();
    return rows.map(({ fields }) => fields);
  }

  async suppressed(): Promise<string[]> {
    return (await this.bench.database.selectFrom('suppressions').select('phone').execute()).map(
      ({ phone }) => phone,
    );
  }

  private call(changes: Partial<CallReference> = {}): CallReference {
    const ids = { providerCallId: 'call-1', attemptId: this.attemptId, carrierCallId: undefined };
    return { ...ids, phone: this.lead.phone ?? undefined, ...changes };
  }
}
