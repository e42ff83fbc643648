import { NOON } from '../../test/support/database';
import { said, SettlementBench } from '../../test/support/a-settlement';
import { CallEvent, CallReport } from '../telephony/call-event';
import { Metrics } from '../common/metrics';

let on: SettlementBench;

beforeAll(async () => {
  on = await SettlementBench.open();
});

beforeEach(() => on.bench.reset());

afterAll(() => on.bench.database.destroy());

describe('"stop calling me"', () => {
  it('by the tool, then a report: the number is suppressed and the lead opted out', async () => {
    await on.given('placed');
    await on.apply(
      on.optOut(),
      on.hungUp('voicemail'),
      on.report('conversation', { tools: { callbackAt: new Date(NOON) } }),
    );
    const now = await on.standing();
    expect(await on.suppressed()).toEqual([on.lead.phone]);
    expect([now.lead.status, now.attempt.disposition]).toEqual(['opted out', 'opted-out']);
    expect(await on.written('call')).toMatchObject([{ CallStatus: 'opted-out', OptOut: true }]);
  });

  it.each<[string, Partial<CallReport>]>([
    ['analysis', { analysis: { optOut: true } }],
    ['transcript', said('Please take me off your list.')],
    ['tool calls', { tools: { optOut: true } }],
    ['keys', { optOutKeyPressed: true }],
  ])('in the %s of a report: the same', async (_way, told) => {
    await on.given('placed');
    await on.apply(on.report('conversation', told));
    expect(await on.suppressed()).toEqual([on.lead.phone]);
    expect((await on.standing()).lead.status).toBe('opted out');
    expect(await on.written('call')).toMatchObject([{ CallStatus: 'opted-out', OptOut: true }]);
  });

  it.each<[string, () => CallEvent]>([
    ['tool', () => on.optOut()],
    ['report', () => on.report('conversation', { analysis: { optOut: true } })],
  ])('by a %s that is settled after the call was concluded still binds, and shows', async (_way, event) => {
    await on.given('placed');
    await on.apply(on.report('no-answer'), event());
    const now = await on.standing();
    expect(await on.suppressed()).toEqual([on.lead.phone]);
    expect([now.lead.status, now.call?.disposition, now.call?.opted_out]).toEqual([
      'opted out',
      'no-answer',
      true,
    ]);
    expect(await on.written('call')).toMatchObject([{ CallStatus: 'no-answer', OptOut: true }]);
    expect(await on.written('lead')).toMatchObject([{ Status: 'opted out' }]);
  });

  it('is written before the answer, by the number of the attempt or else of the message', async () => {
    await on.given('placed');
    await on.suppressAtOnce(on.optOut());
    const stranger = { providerCallId: 'unknown', attemptId: undefined, phone: '+12125550199' };
    const told = on.report('conversation', { analysis: { optOut: true } }, stranger);
    expect(await on.suppressAtOnce(told)).toBeUndefined();
    await on.suppressAtOnce(on.report('busy', {}, { phone: '+12125550198' }));
    expect(await on.suppressed()).toEqual([on.lead.phone, '+12125550199']);
    expect((await on.standing()).attempt.state).toBe('placed');
  });

  it('is a claim to end the call, and to count it, that only the first gets', async () => {
    await on.given('placed');
    const first = await on.suppressAtOnce(on.optOut());
    expect(first).toMatchObject({ callId: 'call-1', channel: 'tool', saidAt: new Date(NOON) });
    expect(await on.suppressAtOnce(on.optOut())).toBeUndefined();
    expect(await on.suppressAtOnce(on.report('conversation', said('Stop calling me.')))).toBeUndefined();
  });

  it('is counted once a call, by its way, with the time from the words to the suppression', async () => {
    const metrics = on.bench.app.get(Metrics);
    metrics.optOuts.reset();
    metrics.optOutLatency.reset();
    await on.given('placed');
    const startedAt = new Date(Date.parse(NOON) - 60_000);
    const utterances = [{ speaker: 'customer', text: 'Stop calling me.', atSeconds: 20 }] as const;
    const report = on.report('conversation', { utterances, startedAt, endedAt: new Date(NOON) });
    await on.apply(report, report, on.optOut());
    expect((await metrics.optOuts.get()).values).toEqual([{ labels: { channel: 'transcript' }, value: 1 }]);
    const latency = (await metrics.optOutLatency.get()).values;
    const valueOf = (name: string) => latency.find(({ metricName }) => metricName?.endsWith(name))?.value;
    expect([valueOf('_count'), valueOf('_sum')]).toEqual([1, 40]);
  });
});

describe('words that may be an opt-out', () => {
  it('heard while the call is up put the lead before a person, whatever the report says', async () => {
    await on.given('placed');
    await on.apply(on.doubt(), on.report('no-answer'));
    const { lead, call } = await on.standing();
    expect(lead).toMatchObject({
      status: 'needs review',
      status_reason: expect.stringContaining('may have been an opt-out'),
    });
    expect([call?.opted_out, await on.suppressed()]).toEqual([false, []]);
  });

  it('in the transcript do the same, and the reason quotes none of it', async () => {
    await on.given('placed');
    await on.apply(on.report('conversation', said('You never stop calling me.')));
    const { lead } = await on.standing();
    expect(lead.status).toBe('needs review');
    expect(lead.status_reason).not.toContain('never stop');
  });

  it.each<[string, () => CallEvent]>([
    ['a live event', () => on.doubt()],
    ['a fuller report', () => on.report('voicemail', said('Please take me off your list.'))],
  ])('that come with %s after the call was concluded stop its retry', async (_way, event) => {
    await on.given('placed');
    await on.apply(on.hungUp('no-answer'));
    expect((await on.standing()).lead.status).toBe('retry');
    await on.apply(event());
    expect((await on.standing()).lead.status).toBe('needs review');
    expect(await on.written('lead')).toMatchObject([{ Status: 'needs review' }]);
  });
});
