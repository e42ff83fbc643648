import { aSourceLead } from '../../test/support/a-lead';
import { aBench, Bench, eventually } from '../../test/support/database';
import { OrchestrationModule } from './orchestration.module';
import { Schedules } from './schedules.service';

let bench: Bench;
let schedules: Schedules;

beforeEach(async () => {
  bench = await aBench([OrchestrationModule]);
  schedules = bench.app.get(Schedules);
});

afterEach(() => bench.database.destroy());

describe('Schedules', () => {
  it('read leads, call them, and bring in what dead replicas left, each at its turn', async () => {
    bench.source.put(aSourceLead());
    await schedules.sync();
    await schedules.tick();
    await eventually('the lead is called', () => bench.telephony.orders.length === 1);
    await schedules.takeOver();
    await schedules.resolve();
    await schedules.flush();
    await schedules.deliver();
    await schedules.watchDisclosures();
    await schedules.erase();
  });

  it('never begin a run while the one before is under way', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    bench.source.put(aSourceLead());
    bench.source.meanwhile = () => held;
    const first = schedules.sync();
    await eventually('the first reading has begun', () => bench.source.reads.length === 1);
    await schedules.sync();
    expect(bench.source.reads).toHaveLength(1);
    release();
    await first;
    await schedules.sync();
    expect(bench.source.reads).toHaveLength(2);
  });

  it('come again after a run that failed, and not after the stop', async () => {
    bench.source.put(aSourceLead());
    bench.source.isAway = true;
    await schedules.sync();
    bench.source.isAway = false;
    await schedules.sync();
    expect(bench.source.reads).toHaveLength(2);
    schedules.beforeApplicationShutdown();
    await schedules.sync();
    expect(bench.source.reads).toHaveLength(2);
  });
});
