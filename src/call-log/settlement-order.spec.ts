import { storeAttempt } from '../../test/support/a-lead';
import { NOON } from '../../test/support/database';
import { SettlementBench } from '../../test/support/a-settlement';
import { Lead } from '../leads/lead';
import { AttemptState } from './attempt-state';

let on: SettlementBench;

beforeAll(async () => {
  on = await SettlementBench.open();
});

beforeEach(() => on.bench.reset());

afterAll(() => on.bench.database.destroy());

describe('events out of order', () => {
  it('settle a call whose report is faster than the answer to our request', async () => {
    await on.given('dialing');
    await on.apply(on.report('no-answer'));
    const now = await on.standing();
    expect(now.attempt).toMatchObject({ state: 'ended', provider_call_id: 'call-1' });
    expect(now.lead.status).toBe('retry');
  });

  it('prove that a call exists which was in doubt', async () => {
    await on.given('in_doubt');
    await on.apply(on.progress('ringing'));
    const { attempt, call: row } = await on.standing();
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
      await on.given(state, status);
      await on.apply(on.progress('ringing'));
      expect((await on.standing()).lead.status).toBe('in progress');
      await on.apply(on.report('conversation'));
      const now = await on.standing();
      expect([now.attempt.state, now.lead.status, now.lead.attempts]).toEqual(['ended', 'called', 1]);
    },
  );

  it('do not move a lead on whose next call is under way already', async () => {
    await on.given('not_placed');
    await storeAttempt(on.bench.database, on.lead, { state: 'placed', provider_call_id: 'call-2' });
    await on.apply(on.report('conversation'));
    const now = await on.standing();
    expect([now.attempt.state, now.lead.status, now.lead.attempts]).toEqual(['not_placed', 'in progress', 0]);
    expect(now.call).toMatchObject({ id: 'call-1', disposition: 'completed' });
  });

  it('never take a call back to an earlier state', async () => {
    await on.given('placed');
    await on.apply(on.progress('in-progress'), on.progress('ringing'));
    expect((await on.standing()).call?.status).toBe('in-progress');
  });

  it('log a second call of one attempt without letting it decide', async () => {
    await on.given('placed');
    expect(await on.apply(on.report('busy', {}, { providerCallId: 'call-twin' }))).toEqual(['applied']);
    const now = await on.standing();
    expect([now.attempt.state, now.lead.status]).toEqual(['placed', 'in progress']);
    expect(now.calls).toMatchObject([{ id: 'call-twin', attempt_id: null, disposition: 'busy' }]);
  });
});

describe('a call without an attempt', () => {
  const stranger = { providerCallId: 'call-x', attemptId: undefined, phone: '+12125550197' };

  it("is somebody else's, and leaves no trace", async () => {
    await on.given('placed');
    expect(await on.apply(on.report('busy', {}, stranger))).toEqual(['unmatched']);
    expect((await on.standing()).calls).toEqual([]);
    expect(await on.apply(on.other())).toEqual(['ignored']);
  });

  it('is logged once when it was reported to us outright', async () => {
    await on.given('placed');
    const reported = { ...stranger, reported: true };
    const event = on.report('conversation', { summary: 'From elsewhere' }, reported);
    expect(await on.apply(event, event)).toEqual(['applied', 'applied']);
    const { calls, attempt } = await on.standing();
    expect(calls).toMatchObject([
      { id: 'call-x', attempt_id: null, lead_id: null, disposition: 'completed' },
    ]);
    expect(attempt.state).toBe('placed');
    expect(await on.written('call')).toMatchObject([
      { CallId: 'call-x', CustomerNumber: '+12125550197', CallStatus: 'completed' },
    ]);
    expect(await on.written('lead')).toEqual([]);
  });
});
