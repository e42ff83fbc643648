import { NOON } from '../../test/support/database';
import { said, SettlementBench } from '../../test/support/a-settlement';
import { EndCategory } from '../telephony/call-event';

const HOUR_MS = 3_600_000;
let on: SettlementBench;

beforeAll(async () => {
  on = await SettlementBench.open();
});

beforeEach(() => on.bench.reset());

afterAll(() => on.bench.database.destroy());

describe('a call that ends', () => {
  it('decides attempt, lead and row together', async () => {
    await on.given('placed');
    const told = {
      summary: 'They talked',
      costUsd: 0.2,
      startedAt: new Date('2026-06-10T15:58:00Z'),
      endedAt: new Date(NOON),
    };
    expect(await on.apply(on.report('conversation', told))).toEqual(['applied']);
    const now = await on.standing();
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
      attempt_id: on.attemptId,
      lead_id: on.lead.id,
    });
    expect(await on.written('lead')).toMatchObject([
      { Status: 'called', Attempts: 1, 'Next Attempt At': null },
    ]);
    expect(await on.written('call')).toMatchObject([
      {
        CallId: 'call-1',
        CallStatus: 'completed',
        Duration: 120,
        CostUSD: 0.2,
        Lead: on.lead.source_id,
        Attempt: 1,
        OptOut: false,
      },
    ]);
  });

  it('waits for the next attempt until its legal instant', async () => {
    await on.given('placed');
    on.bench.clock.set('2026-06-11T00:30:00Z');
    await on.apply(on.report('busy'));
    const { due_at, status } = (await on.standing()).lead;
    // 15 minutes later it would be 20:45 in New York; 4 hours later it is past 21:00.
    expect([status, due_at]).toEqual(['retry', new Date('2026-06-11T00:45:00Z')]);
    await on.bench.reset();
    await on.given('placed');
    on.bench.clock.set('2026-06-11T00:30:00Z');
    await on.apply(on.report('no-answer'));
    const later = (await on.standing()).lead;
    expect(later.due_at.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-06-11T12:00:00Z'));
    expect(later.due_at.getTime()).toBeLessThan(Date.parse('2026-06-11T14:00:00Z'));
  });

  it('is called back at the time asked for', async () => {
    await on.given('placed');
    const callbackAt = new Date('2026-06-12T15:00:00Z');
    await on.apply(on.report('conversation', { tools: { callbackAt } }));
    expect((await on.standing()).lead).toMatchObject({
      status: 'callback',
      due_at: callbackAt,
      callback_at: callbackAt,
    });
    expect(await on.written('lead')).toMatchObject([{ 'Callback At': callbackAt.toISOString() }]);
    expect(await on.written('call')).toMatchObject([
      { NextAction: 'Call back Friday 12 June at 11:00 (America/New_York)' },
    ]);
  });

  it('is called back no earlier than the law allows', async () => {
    await on.given('placed');
    await on.apply(on.report('conversation', said('Call me back tomorrow at six in the morning.')));
    const { lead, call } = await on.standing();
    expect(lead.due_at.getTime()).toBeGreaterThan(Date.parse('2026-06-11T11:00:00Z'));
    expect([lead.status, lead.callback_at]).toEqual(['callback', lead.due_at]);
    expect(call?.next_action).toMatch(/^Call back Thursday 11 June at .*: the law allows it no earlier$/);
  });

  it('is kept with what was said, what it rests on, and what is not believed', async () => {
    await on.given('placed');
    const analysis = { interest: 'warm', wrongNumber: true, nextAction: 'Send the price list' };
    await on.apply(
      on.report('conversation', { ...said('Sounds good, please send me the prices.'), analysis }),
    );
    const { call } = await on.standing();
    expect(call?.analysis).toMatchObject({
      ...{ reached: true, interest: 'warm', wrongNumber: false, optOut: false, nextActionKind: 'follow-up' },
      evidence: expect.arrayContaining([expect.objectContaining({ field: 'interest', source: 'analysis' })]),
      doubtful: [expect.stringMatching(/^wrongNumber: /)],
    });
    expect(call?.next_action).toBe('Send the price list');
  });

  it('gives a number up at which somebody else was reached, for this lead and for good', async () => {
    await on.given('placed');
    await on.apply(on.report('conversation', said('You have the wrong number.')));
    const { lead, call } = await on.standing();
    expect(lead).toMatchObject({ status: 'invalid', wrong_numbers: [lead.phone] });
    expect(call?.next_action).toBe('Correct the number: it belongs to somebody else');
    expect(await on.suppressed()).toEqual([]);
  });

  it('changes nothing twice when the report comes again', async () => {
    await on.given('placed');
    await on.apply(on.report('no-answer'));
    const before = await on.standing();
    on.bench.clock.advance(HOUR_MS);
    await on.apply(
      on.report('no-answer'),
      on.report('conversation', { summary: 'More' }),
      on.hungUp('busy'),
      on.progress('ringing'),
    );
    const after = await on.standing();
    expect(after.attempt).toEqual(before.attempt);
    expect(after.lead).toEqual(before.lead);
    expect(after.call).toMatchObject({ status: 'ended', disposition: 'no-answer', summary: 'More' });
    expect(await on.written('call')).toMatchObject([
      { CallStatus: 'no-answer', ConversationSummary: 'More' },
    ]);
  });

  it('keeps what an earlier report told, and takes what it did not', async () => {
    await on.given('placed');
    const words = said('That sounds good, tell me more.');
    await on.apply(on.report('conversation', { ...words, summary: 'First', analysis: { interest: 'warm' } }));
    const second = { summary: 'Second', transcript: 'Words', costUsd: 0.5, analysis: { interest: 'none' } };
    await on.apply(on.report('conversation', second));
    const { call: row } = await on.standing();
    expect(row).toMatchObject({
      summary: 'First',
      transcript: 'Words',
      cost_usd: 0.5,
      analysis: { interest: 'warm' },
    });
  });

  it('does not count a failure that nobody heard, and stops after three in a row', async () => {
    await on.given('placed', 'in progress', { failures: 1, attempts: 1 });
    await on.apply(on.report('carrier-failure'));
    expect((await on.standing()).lead).toMatchObject({ status: 'retry', attempts: 1, failures: 2 });
    await on.bench.reset();
    await on.given('placed', 'in progress', { failures: 2 });
    await on.apply(on.report('carrier-failure'));
    expect((await on.standing()).lead).toMatchObject({ status: 'needs review', attempts: 0, failures: 3 });
  });

  it("leaves a word of a person's own standing that was written during the call", async () => {
    await on.given('placed', 'left alone');
    await on.apply(on.report('no-answer'));
    expect((await on.standing()).lead).toMatchObject({
      status: 'left alone',
      attempts: 1,
      last_outcome: 'no-answer',
    });
    expect((await on.written('lead'))[0]).not.toHaveProperty('Status');
  });
});

describe('a hang-up', () => {
  it.each<EndCategory>(['no-answer', 'busy', 'voicemail', 'bad-number', 'carrier-failure', 'start-refused'])(
    'concludes a call in which nobody spoke at once (%s), and its report only adds',
    async (category) => {
      await on.given('placed');
      await on.apply(on.hungUp(category));
      const before = await on.standing();
      expect([before.attempt.state, before.call?.ended_reason]).toEqual(['ended', 'a-reason']);
      await on.apply(on.report('conversation', { costUsd: 0.05 }));
      const after = await on.standing();
      expect(after.call).toMatchObject({ disposition: before.call?.disposition, cost_usd: 0.05 });
      expect(after.lead).toEqual(before.lead);
    },
  );

  it('frees the line of a conversation, keeps the number, and waits for the report', async () => {
    await on.given('placed');
    await on.apply(on.hungUp('conversation'));
    const now = await on.standing();
    expect(now.attempt).toMatchObject({ state: 'placed', hung_up_at: new Date(NOON) });
    expect(now.attempt.next_look_at).toEqual(new Date(Date.parse(NOON) + 60_000));
    expect([now.lead.status, now.call?.disposition]).toEqual(['in progress', null]);
    expect(await on.written('call')).toEqual([]);
  });

  it('told by the carrier alone is matched by its own id', async () => {
    await on.given('placed');
    await on.apply(on.progress('ringing', { carrierCallId: 'CA1' }));
    const byCarrier = { providerCallId: undefined, attemptId: undefined, carrierCallId: 'CA1' };
    expect(await on.apply(on.hungUp('busy', byCarrier))).toEqual(['applied']);
    expect((await on.standing()).lead.last_outcome).toBe('busy');
  });
});
