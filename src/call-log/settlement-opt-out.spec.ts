import { NOON } from '../../test/support/database';
import { SettlementBench } from '../../test/support/a-settlement';
import { CallEvent } from '../telephony/call-event';

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
      on.report('conversation', { analysis: { callbackAt: new Date(NOON) } }),
    );
    const now = await on.standing();
    expect(await on.suppressed()).toEqual([on.lead.phone]);
    expect([now.lead.status, now.attempt.disposition]).toEqual(['opted out', 'opted-out']);
    expect(await on.written('call')).toMatchObject([{ CallStatus: 'opted-out', OptOut: true }]);
  });

  it('in a report: the same', async () => {
    await on.given('placed');
    await on.apply(on.report('conversation', { analysis: { optOut: true } }));
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
    await on.suppressAtOnce(told);
    await on.suppressAtOnce(on.report('busy', {}, { phone: '+12125550198' }));
    expect(await on.suppressed()).toEqual([on.lead.phone, '+12125550199']);
    expect((await on.standing()).calls).toEqual([]);
  });
});
