import { aBench, Bench } from '../../test/support/database';
import { json } from '../persistence/sql';
import { Campaign } from './campaign';
import { DisclosureWatch } from './disclosure-watch.service';
import { OrchestrationModule } from './orchestration.module';

let bench: Bench;
let watch: DisclosureWatch;
let calls = 0;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule]);
  watch = bench.app.get(DisclosureWatch);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

/** Calls that ended one second after the other. */
async function ended(count: number, analysis: object | null, campaign = 'default'): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    bench.clock.advance(1_000);
    const now = bench.clock.now();
    const times = { created_at: now, updated_at: now, ended_at: now };
    await bench.database
      .insertInto('calls')
      .values({
        ...{ id: `call-${++calls}`, campaign, status: 'ended', opted_out: false, ...times },
        analysis: (analysis && json(analysis)) as never,
      })
      .execute();
  }
}

const paused = async () =>
  (await bench.database.selectFrom('campaigns').select('paused_reason').executeTakeFirstOrThrow())
    .paused_reason;

describe('DisclosureWatch', () => {
  it('pauses the campaign with the reason once too many openings left something out', async () => {
    await ended(20, { disclosuresMissed: [] });
    await ended(4, { disclosuresMissed: ['recording'] });
    await watch.look();
    expect(await paused()).toBeNull();
    await ended(1, { disclosuresMissed: ['recording', 'opt-out'] });
    await watch.look();
    expect(await paused()).toContain('In 5 of the last 25 answered calls');
  });

  it('looks at the last fifty answered calls of its own campaign only', async () => {
    await ended(9, { disclosuresMissed: ['recording'] });
    await ended(50, { disclosuresMissed: [] });
    await ended(30, { reached: false });
    await ended(30, null);
    await ended(9, { disclosuresMissed: ['recording'] }, 'another');
    expect(await watch.read()).toEqual({ answered: 50, missed: 0, byDisclosure: {} });
    await watch.look();
    expect(await paused()).toBeNull();
  });

  it('begins anew when somebody resumes', async () => {
    await ended(5, { disclosuresMissed: ['recording'] });
    await watch.look();
    await bench.app.get(Campaign).resume();
    await watch.look();
    expect(await paused()).toBeNull();
    await ended(5, { disclosuresMissed: ['recording'] });
    await watch.look();
    expect(await paused()).not.toBeNull();
  });
});
