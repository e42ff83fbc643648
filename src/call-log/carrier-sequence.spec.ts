import { SettlementBench } from '../../test/support/a-settlement';
import { CallEvent } from '../telephony/call-event';

let on: SettlementBench;

beforeAll(async () => {
  on = await SettlementBench.open();
});

beforeEach(() => on.bench.reset());

afterAll(() => on.bench.database.destroy());

const numbered = (event: CallEvent, sequence: number): CallEvent =>
  event.kind === 'progress' || event.kind === 'hung-up' ? { ...event, sequence } : event;
const told = (status: 'ringing' | 'in-progress', sequence: number) => numbered(on.progress(status), sequence);

describe("a carrier's numbered events", () => {
  it('count in the order of their numbers, however they come', async () => {
    await on.given('placed');
    expect(await on.apply(told('ringing', 1))).toEqual(['applied']);
    expect(await on.apply(told('in-progress', 0))).toEqual(['ignored']);
    expect(await on.apply(told('ringing', 1))).toEqual(['ignored']);
    expect((await on.standing()).call).toMatchObject({ status: 'ringing', carrier_sequence: 1 });
    expect(await on.apply(numbered(on.hungUp('busy'), 3))).toEqual(['applied']);
    expect(await on.apply(told('in-progress', 2))).toEqual(['ignored']);
    const { attempt, call } = await on.standing();
    expect(attempt).toMatchObject({ state: 'ended', disposition: 'busy' });
    expect(call).toMatchObject({ status: 'ended', carrier_sequence: 3 });
  });

  it('do not keep back what has no number', async () => {
    await on.given('placed');
    await on.apply(told('ringing', 5));
    expect(await on.apply(on.progress('in-progress'))).toEqual(['applied']);
    expect((await on.standing()).call?.status).toBe('in-progress');
  });
});
