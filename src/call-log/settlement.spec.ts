import { Lead } from '../leads/lead';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { bareReport, CallEvent, CallReference, CallReport, EndCategory } from '../telephony/call-event';
import { AttemptState } from './attempt-state';
import { CallLogModule } from './call-log.module';
import { Settlement, Settled } from './settlement.service';

const HOUR_MS = 3_600_000;
let bench: Bench;
let settlement: Settlement;
let lead: Lead;
let attemptId: string;

beforeAll(async () => {
  bench = await aBench([CallLogModule]);
  settlement = bench.app.get(Settlement);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

/** A lead with an attempt in that state; from `placed` on the provider's call is `call-1`. */
async function given(
  state: AttemptState,
  status: Lead['status'] = 'in progress',
  changes: Partial<Lead> = {},
) {
  lead = await storeLead(bench.database, { status, ...changes });
  const known = state === 'placed' || state === 'ended' ? { provider_call_id: 'call-1' } : {};
  attemptId = await storeAttempt(bench.database, lead, { state, ...known });
}

function call(changes: Partial<CallReference> = {}): CallReference {
  const { phone } = lead;
  return {
    providerCallId: 'call-1',
    attemptId,
    carrierCallId: undefined,
    phone: phone ?? undefined,
    ...changes,
  };
}

function report(
  category: EndCategory,
  told: Partial<CallReport> = {},
  changes: Partial<CallReference> = {},
): CallEvent {
  const whole = { ...bareReport(category, 'a-reason'), personOnLine: category === 'conversation', ...told };
  return { kind: 'report', call: call(changes), report: whole, at: bench.clock.now() };
}

function hungUp(category: EndCategory, changes: Partial<CallReference> = {}): CallEvent {
  return { kind: 'hung-up', call: call(changes), category, endedReason: 'a-reason', at: bench.clock.now() };
}

function optOut(): CallEvent {
  return { kind: 'opt-out', call: call(), at: bench.clock.now() };
}

function progress(status: 'ringing' | 'in-progress', changes: Partial<CallReference> = {}): CallEvent {
  return { kind: 'progress', call: call(changes), status, at: bench.clock.now() };
}

async function apply(...events: CallEvent[]): Promise<Settled[]> {
  const results: Settled[] = [];
  for (const event of events)
    results.push(await bench.run((transaction) => settlement.apply(transaction, event)));
  return results;
}

async function standing() {
  const attempt = await bench.database
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', attemptId)
    .executeTakeFirstOrThrow();
  const person = await bench.database
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', lead.id)
    .executeTakeFirstOrThrow();
  const rows = await bench.database.selectFrom('calls').selectAll().execute();
  return { attempt, lead: person, calls: rows, call: rows[0] };
}

async function written(target: 'lead' | 'call'): Promise<Record<string, unknown>[]> {
  const rows = await bench.database
    .selectFrom('outbox')
    .select('fields')
    .where('target', '=', target)
    .execute();
  return rows.map(({ fields }) => fields);
}

async function suppressed(): Promise<string[]> {
  return (await bench.database.selectFrom('suppressions').select('phone').execute()).map(
    ({ phone }) => phone,
  );
}

describe('a call that ends', () => {
  it('decides attempt, lead and row together', async () => {
    await given('placed');
    const told = {
      summary: 'They talked',
      costUsd: 0.2,
      startedAt: new Date('2026-06-10T15:58:00Z'),
      endedAt: new Date(NOON),
    };
    expect(await apply(report('conversation', told))).toEqual(['applied']);
    const now = await standing();
    expect(now.attempt).toMatchObject({
      state: 'ended',
      disposition: 'completed',
      ended_at: new Date(NOON),
      next_look_at: null,
    });
    expect(now.lead).toMatchObject({
      status: 'called',
      attempts: 1,
      last_outcome: 'completed',
      last_call_at: new Date(NOON),
    });
    expect(now.call).toMatchObject({
      status: 'ended',
      disposition: 'completed',
      attempt_id: attemptId,
      lead_id: lead.id,
    });
    expect(await written('lead')).toMatchObject([{ Status: 'called', Attempts: 1, 'Next Attempt At': null }]);
    expect(await written('call')).toMatchObject([
      {
        CallId: 'call-1',
        CallStatus: 'completed',
        Duration: 120,
        CostUSD: 0.2,
        Lead: lead.source_id,
        Attempt: 1,
        OptOut: false,
      },
    ]);
  });

  it('waits for the next attempt until its legal instant', async () => {
    await given('placed');
    bench.clock.set('2026-06-11T00:30:00Z');
    await apply(report('busy'));
    const { due_at, status } = (await standing()).lead;
    // 15 minutes later it would be 20:45 in New York; 4 hours later it is past 21:00.
    expect([status, due_at]).toEqual(['retry', new Date('2026-06-11T00:45:00Z')]);
    await bench.reset();
    await given('placed');
    bench.clock.set('2026-06-11T00:30:00Z');
    await apply(report('no-answer'));
    const later = (await standing()).lead;
    expect(later.due_at.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-06-11T12:00:00Z'));
    expect(later.due_at.getTime()).toBeLessThan(Date.parse('2026-06-11T14:00:00Z'));
  });

  it('is called back at the time asked for', async () => {
    await given('placed');
    const callbackAt = new Date('2026-06-12T15:00:00Z');
    await apply(report('conversation', { analysis: { callbackAt } }));
    expect((await standing()).lead).toMatchObject({
      status: 'callback',
      due_at: callbackAt,
      callback_at: callbackAt,
    });
  });

  it('changes nothing twice when the report comes again', async () => {
    await given('placed');
    await apply(report('no-answer'));
    const before = await standing();
    bench.clock.advance(HOUR_MS);
    await apply(
      report('no-answer'),
      report('conversation', { summary: 'More' }),
      hungUp('busy'),
      progress('ringing'),
    );
    const after = await standing();
    expect(after.attempt).toEqual(before.attempt);
    expect(after.lead).toEqual(before.lead);
    expect(after.call).toMatchObject({ status: 'ended', disposition: 'no-answer', summary: 'More' });
    expect(await written('call')).toMatchObject([{ CallStatus: 'no-answer', ConversationSummary: 'More' }]);
  });

  it('keeps what an earlier report told, and takes what it did not', async () => {
    await given('placed');
    await apply(report('conversation', { summary: 'First', analysis: { interest: 'high' } }));
    const second = { summary: 'Second', transcript: 'Words', costUsd: 0.5, analysis: { interest: 'none' } };
    await apply(report('conversation', second));
    const { call: row } = await standing();
    expect(row).toMatchObject({
      summary: 'First',
      transcript: 'Words',
      cost_usd: 0.5,
      analysis: { interest: 'high' },
    });
  });

  it('does not count a failure that nobody heard, and stops after three in a row', async () => {
    await given('placed', 'in progress', { failures: 1, attempts: 1 });
    await apply(report('carrier-failure'));
    expect((await standing()).lead).toMatchObject({ status: 'retry', attempts: 1, failures: 2 });
    await bench.reset();
    await given('placed', 'in progress', { failures: 2 });
    await apply(report('carrier-failure'));
    expect((await standing()).lead).toMatchObject({ status: 'needs review', attempts: 0, failures: 3 });
  });

  it("leaves a word of a person's own standing that was written during the call", async () => {
    await given('placed', 'left alone');
    await apply(report('no-answer'));
    expect((await standing()).lead).toMatchObject({
      status: 'left alone',
      attempts: 1,
      last_outcome: 'no-answer',
    });
    expect((await written('lead'))[0]).not.toHaveProperty('Status');
  });
});

describe('events out of order', () => {
  it('settle a call whose report is faster than the answer to our request', async () => {
    await given('dialing');
    await apply(report('no-answer'));
    const now = await standing();
    expect(now.attempt).toMatchObject({ state: 'ended', provider_call_id: 'call-1' });
    expect(now.lead.status).toBe('retry');
  });

  it('prove that a call exists which was in doubt', async () => {
    await given('in_doubt');
    await apply(progress('ringing'));
    const { attempt, call: row } = await standing();
    expect(attempt).toMatchObject({ state: 'placed', provider_call_id: 'call-1' });
    expect(attempt.next_look_at).toEqual(new Date(Date.parse(NOON) + 720_000));
    expect(row?.status).toBe('ringing');
  });

  it.each<[AttemptState, Lead['status']]>([
    ['not_placed', 'new'],
    ['rejected', 'retry'],
    ['not_placed', 'callback'],
  ])(
    'take back a lead whose %s call did exist, so that it is not dialed again (%s)',
    async (state, status) => {
      await given(state, status);
      await apply(progress('ringing'));
      expect((await standing()).lead.status).toBe('in progress');
      await apply(report('conversation'));
      const now = await standing();
      expect([now.attempt.state, now.lead.status, now.lead.attempts]).toEqual(['ended', 'called', 1]);
    },
  );

  it('do not move a lead on whose next call is under way already', async () => {
    await given('not_placed');
    await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-2' });
    await apply(report('conversation'));
    const now = await standing();
    expect([now.attempt.state, now.lead.status, now.lead.attempts]).toEqual(['not_placed', 'in progress', 0]);
    expect(now.call).toMatchObject({ id: 'call-1', disposition: 'completed' });
  });

  it('never take a call back to an earlier state', async () => {
    await given('placed');
    await apply(progress('in-progress'), progress('ringing'));
    expect((await standing()).call?.status).toBe('in-progress');
  });

  it('log a second call of one attempt without letting it decide', async () => {
    await given('placed');
    expect(await apply(report('busy', {}, { providerCallId: 'call-twin' }))).toEqual(['applied']);
    const now = await standing();
    expect([now.attempt.state, now.lead.status]).toEqual(['placed', 'in progress']);
    expect(now.calls).toMatchObject([{ id: 'call-twin', attempt_id: null, disposition: 'busy' }]);
  });
});

describe('a hang-up', () => {
  it.each<EndCategory>(['no-answer', 'busy', 'voicemail', 'bad-number', 'carrier-failure', 'start-refused'])(
    'concludes a call in which nobody spoke at once (%s), and its report only adds',
    async (category) => {
      await given('placed');
      await apply(hungUp(category));
      const before = await standing();
      expect([before.attempt.state, before.call?.ended_reason]).toEqual(['ended', 'a-reason']);
      await apply(report('conversation', { costUsd: 0.05 }));
      const after = await standing();
      expect(after.call).toMatchObject({ disposition: before.call?.disposition, cost_usd: 0.05 });
      expect(after.lead).toEqual(before.lead);
    },
  );

  it('frees the line of a conversation, keeps the number, and waits for the report', async () => {
    await given('placed');
    await apply(hungUp('conversation'));
    const now = await standing();
    expect(now.attempt).toMatchObject({ state: 'placed', hung_up_at: new Date(NOON) });
    expect(now.attempt.next_look_at).toEqual(new Date(Date.parse(NOON) + 60_000));
    expect([now.lead.status, now.call?.disposition]).toEqual(['in progress', null]);
    expect(await written('call')).toEqual([]);
  });

  it('told by the carrier alone is matched by its own id', async () => {
    await given('placed');
    await apply(progress('ringing', { carrierCallId: 'CA1' }));
    const byCarrier = { providerCallId: undefined, attemptId: undefined, carrierCallId: 'CA1' };
    expect(await apply(hungUp('busy', byCarrier))).toEqual(['applied']);
    expect((await standing()).lead.last_outcome).toBe('busy');
  });
});

describe('"stop calling me"', () => {
  it('by the tool, then a report: the number is suppressed and the lead opted out', async () => {
    await given('placed');
    await apply(
      optOut(),
      hungUp('voicemail'),
      report('conversation', { analysis: { callbackAt: new Date(NOON) } }),
    );
    const now = await standing();
    expect(await suppressed()).toEqual([lead.phone]);
    expect([now.lead.status, now.attempt.disposition]).toEqual(['opted out', 'opted-out']);
    expect(await written('call')).toMatchObject([{ CallStatus: 'opted-out', OptOut: true }]);
  });

  it('in a report: the same', async () => {
    await given('placed');
    await apply(report('conversation', { analysis: { optOut: true } }));
    expect(await suppressed()).toEqual([lead.phone]);
    expect((await standing()).lead.status).toBe('opted out');
    expect(await written('call')).toMatchObject([{ CallStatus: 'opted-out', OptOut: true }]);
  });

  it.each<[string, () => CallEvent]>([
    ['tool', optOut],
    ['report', () => report('conversation', { analysis: { optOut: true } })],
  ])('by a %s that is settled after the call was concluded still binds, and shows', async (_way, event) => {
    await given('placed');
    await apply(report('no-answer'), event());
    const now = await standing();
    expect(await suppressed()).toEqual([lead.phone]);
    expect([now.lead.status, now.call?.disposition, now.call?.opted_out]).toEqual([
      'opted out',
      'no-answer',
      true,
    ]);
    expect(await written('call')).toMatchObject([{ CallStatus: 'no-answer', OptOut: true }]);
    expect(await written('lead')).toMatchObject([{ Status: 'opted out' }]);
  });

  it('is written before the answer, by the number of the attempt or else of the message', async () => {
    await given('placed');
    await bench.run((transaction) => settlement.suppressAtOnce(transaction, optOut()));
    const stranger = { providerCallId: 'unknown', attemptId: undefined, phone: '+12125550199' };
    const told = report('conversation', { analysis: { optOut: true } }, stranger);
    await bench.run((transaction) => settlement.suppressAtOnce(transaction, told));
    await bench.run((transaction) =>
      settlement.suppressAtOnce(transaction, report('busy', {}, { phone: '+12125550198' })),
    );
    expect(await suppressed()).toEqual([lead.phone, '+12125550199']);
    expect((await standing()).calls).toEqual([]);
  });
});

describe('a call without an attempt', () => {
  const stranger = { providerCallId: 'call-x', attemptId: undefined, phone: '+12125550197' };

  it("is somebody else's, and leaves no trace", async () => {
    await given('placed');
    expect(await apply(report('busy', {}, stranger))).toEqual(['unmatched']);
    expect((await standing()).calls).toEqual([]);
    expect(await apply({ kind: 'other', call: call(), at: bench.clock.now() })).toEqual(['ignored']);
  });

  it('is logged once when it was reported to us outright', async () => {
    await given('placed');
    const reported = { ...stranger, reported: true };
    const event = report('conversation', { summary: 'From elsewhere' }, reported);
    expect(await apply(event, event)).toEqual(['applied', 'applied']);
    const { calls, attempt } = await standing();
    expect(calls).toMatchObject([
      { id: 'call-x', attempt_id: null, lead_id: null, disposition: 'completed' },
    ]);
    expect(attempt.state).toBe('placed');
    expect(await written('call')).toMatchObject([
      { CallId: 'call-x', CustomerNumber: '+12125550197', CallStatus: 'completed' },
    ]);
    expect(await written('lead')).toEqual([]);
  });
});
