import { said, SettlementBench } from '../../test/support/a-settlement';
import { FakeNotifier } from '../notifications/fake-notifier';
import { Notifier } from '../notifications/notifier';
import { EndCategory } from '../telephony/call-event';

let settlement: SettlementBench;
const notifier = new FakeNotifier();

beforeAll(async () => {
  settlement = await SettlementBench.open();
  settlement.bench.app.get(Notifier, { strict: false }).notify = notifier.notify.bind(notifier);
});

beforeEach(async () => {
  notifier.told.length = 0;
  await settlement.bench.reset();
});

afterAll(() => settlement.bench.database.destroy());

describe('Settlement', () => {
  it('tells of a hot lead once, however often its report comes, and names nobody', async () => {
    await settlement.given('placed');
    const words = said('Yes! That sounds great, please send me the contract.');
    const report = settlement.report('conversation', { ...words, analysis: { interest: 'hot' } });
    await settlement.apply(report, report);
    const { lead } = settlement;
    expect(notifier.told).toEqual([
      {
        kind: 'hot-lead',
        text: `Lead ${lead.id} is hot.`,
        path: `/#/leads/${lead.id}`,
        dedupKey: 'hot-lead:call-1',
      },
    ]);
    const told = JSON.stringify(notifier.told);
    for (const secret of [lead.phone, lead.name, 'contract']) expect(told).not.toContain(secret);
  });

  it('tells of a callback that was asked for', async () => {
    await settlement.given('placed');
    const tools = { callbackAt: new Date('2026-06-11T15:00:00Z') };
    await settlement.apply(settlement.report('conversation', { tools }));
    expect(notifier.told).toMatchObject([
      { kind: 'callback', text: expect.stringContaining('2026-06-11T15:00:00.000Z') },
    ]);
  });

  it('tells nobody of a call of which nothing has to be done', async () => {
    await settlement.given('placed');
    await settlement.apply(settlement.report('busy'));
    expect(notifier.told).toEqual([]);
  });

  it.each<[EndCategory, boolean | null]>([
    ['carrier-failure', true],
    ['start-refused', true],
    ['in-call-failure', true],
    ['conversation', false],
    ['no-answer', false],
    ['bad-number', false],
    ['canceled', null],
    ['unknown', null],
  ])(
    'keeps of a call that ended in %s whether it was the provider that failed: %p',
    async (category, fault) => {
      await settlement.given('placed');
      await settlement.apply(settlement.report(category));
      const { attempt } = await settlement.standing();
      expect(attempt.provider_fault).toBe(fault);
    },
  );
});
