import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Attempt } from '../call-log/attempts';
import { Settlement } from '../call-log/settlement.service';
import { Lead } from '../leads/lead';
import { bareReport } from '../telephony/call-event';
import { PlaceCallResult } from '../telephony/telephony-provider';
import { AttemptOutcomes } from './attempt-outcomes';
import { OrchestrationModule } from './orchestration.module';

const PLACED = {
  outcome: 'placed',
  providerCallId: 'call-1',
  carrierCallId: undefined,
  controlUrl: 'https://control.example',
} as const;
const REFUSED: PlaceCallResult = { outcome: 'rejected', fault: 'call', reason: 'This number is not served' };
let bench: Bench;
let outcomes: AttemptOutcomes;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule]);
  outcomes = bench.app.get(AttemptOutcomes);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

async function given(state: string, changes: Partial<Lead> = {}): Promise<Attempt> {
  const lead = await storeLead(bench.database, { status: 'in progress', ...changes });
  const id = await storeAttempt(bench.database, lead, { state, lead_status_before: 'retry' });
  return (await bench.database
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()) as Attempt;
}

async function standing({ id, lead_id }: Attempt) {
  const attempt = await bench.database
    .selectFrom('attempts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const lead = await bench.database
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', lead_id)
    .executeTakeFirstOrThrow();
  return { attempt, lead };
}

describe('AttemptOutcomes', () => {
  it('keeps the outcome of a call that ended before we heard that it was placed', async () => {
    const attempt = await given('dialing');
    const call = {
      providerCallId: 'call-1',
      attemptId: attempt.id,
      carrierCallId: undefined,
      phone: undefined,
    };
    const event = {
      kind: 'report',
      call,
      report: bareReport('busy', 'busy'),
      at: bench.clock.now(),
    } as const;
    await bench.run((transaction) => bench.app.get(Settlement, { strict: false }).apply(transaction, event));
    await outcomes.record(attempt, PLACED);
    const now = await standing(attempt);
    expect([now.attempt.state, now.attempt.disposition, now.lead.status]).toEqual(['ended', 'busy', 'retry']);
    const calls = await bench.database.selectFrom('calls').selectAll().execute();
    expect(calls).toMatchObject([{ id: 'call-1', status: 'ended', control_url: 'https://control.example' }]);
  });

  it('looks a call up that has outlasted its longest duration without a word', async () => {
    const attempt = await given('dialing');
    await outcomes.record(attempt, PLACED);
    expect((await standing(attempt)).attempt.next_look_at).toEqual(new Date(Date.parse(NOON) + 720_000));
  });

  it('waits ten minutes after a refusal of this call, and asks a person after three', async () => {
    const second = await given('dialing', { failures: 1 });
    await outcomes.record(second, REFUSED);
    expect((await standing(second)).lead).toMatchObject({
      ...{ status: 'retry', failures: 2, attempts: 0, due_at: new Date(Date.parse(NOON) + 600_000) },
      status_reason: 'The provider refused the call: This number is not served',
    });
    const third = await given('dialing', { failures: 2 });
    await outcomes.record(third, REFUSED);
    expect((await standing(third)).lead).toMatchObject({ status: 'needs review', failures: 3 });
  });

  it('does not give a lead back whose attempt has come further than a late answer knows', async () => {
    for (const state of ['placed', 'in_doubt', 'ended', 'released']) {
      const attempt = await given(state);
      await outcomes.record(attempt, REFUSED);
      await outcomes.release(attempt, 'Too late');
      const now = await standing(attempt);
      expect([now.attempt.state, now.lead.status, now.lead.failures]).toEqual([state, 'in progress', 0]);
    }
  });

  it('moves a lead on even if we were told of its call only after it was given up', async () => {
    const attempt = await given('not_placed', { status: 'retry' });
    await outcomes.record(attempt, PLACED);
    const call = {
      providerCallId: 'call-1',
      attemptId: undefined,
      carrierCallId: undefined,
      phone: undefined,
    };
    const report = { ...bareReport('conversation', 'hangup'), personOnLine: true };
    const event = { kind: 'report', call, report, at: bench.clock.now() } as const;
    await bench.run((transaction) => bench.app.get(Settlement, { strict: false }).apply(transaction, event));
    const now = await standing(attempt);
    expect([now.attempt.state, now.lead.status]).toEqual(['ended', 'called']);
  });
});
