import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { CollectedLog } from '../airtable/collected-log';
import { aSourceLeadOf, storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Attempts } from '../call-log/attempts';
import { Settlement } from '../call-log/settlement.service';
import { ExternalApis } from '../common/external-apis';
import { Lead } from '../leads/lead';
import { FakeNotifier } from '../notifications/fake-notifier';
import { Notifier } from '../notifications/notifier';
import { databaseNow, databaseNowPlus } from '../persistence/sql';
import { bareReport, EndCategory } from '../telephony/call-event';
import { Campaign } from './campaign';
import { Dialer } from './dialer.service';
import { OrchestrationModule } from './orchestration.module';
import { Circumstances, Reservation, Reservations } from './reservation';
import { Reconciliation } from './reconciliation.service';

const OUTAGE = { outage: 'POST /call was answered 503' };
const PROBE = { mayProbe: true };
const MINUTE = 60_000;
let bench: Bench;
const notifier = new FakeNotifier();
let reservations: Reservations;
let asked = 0;
const log = new CollectedLog();

beforeAll(async () => {
  bench = await aBench([OrchestrationModule], { CALLS_PER_SECOND: '100', MAX_CONCURRENT_CALLS: '5' });
  bench.app.get(Notifier, { strict: false }).notify = notifier.notify.bind(notifier);
  reservations = bench.app.get(Reservations);
});

beforeEach(async () => {
  await bench.reset();
  notifier.told.length = 0;
  Logger.overrideLogger(log);
  log.lines.length = 0;
});

afterAll(() => bench.database.destroy());

async function aDueLead(): Promise<Lead> {
  const lead = await storeLead(bench.database);
  bench.source.put(aSourceLeadOf(lead));
  return lead;
}

/** Attempts that have been asked one after the other. */
async function given(...faults: (boolean | null)[]): Promise<void> {
  for (const provider_fault of faults) {
    asked += 1;
    const lead = await storeLead(bench.database, { status: 'called' });
    const at = new Date(Date.parse('2026-01-01T00:00:00Z') + asked * 1_000);
    const reason = 'POST /call was answered 402: No credit';
    await storeAttempt(bench.database, lead, { state: 'rejected', provider_fault, asked_at: at, reason });
  }
}

async function reserve(circumstances?: Circumstances): Promise<readonly Reservation[] | string> {
  return await reservations.reserve(1_000, circumstances);
}

async function reserved(circumstances?: Circumstances): Promise<readonly Reservation[]> {
  const result = await reserve(circumstances);
  if (typeof result === 'string') throw new Error(`Nothing was reserved: ${result}`);
  return result;
}

function row() {
  return bench.database.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
}

/** How long until the next probe (ms), by the database's clock. */
async function waitMs(): Promise<number> {
  const left = sql<number>`extract(epoch from probe_at - ${databaseNow})::float8 * 1000`;
  const { ms } = await bench.database.selectFrom('campaigns').select(left.as('ms')).executeTakeFirstOrThrow();
  return ms;
}

async function letTheWaitBeOver(): Promise<void> {
  await bench.database
    .updateTable('campaigns')
    .set({ probe_at: databaseNowPlus(-1) })
    .execute();
}

async function theCallEnds(probe: Reservation, category: EndCategory): Promise<void> {
  const { attempt } = probe;
  const call = {
    providerCallId: 'call-9',
    attemptId: attempt.id,
    carrierCallId: undefined,
    phone: undefined,
  };
  await bench.app.get(Dialer).dialAll([probe], new AbortController().signal);
  const found = await bench.database
    .selectFrom('attempts')
    .select('provider_call_id')
    .where('id', '=', attempt.id)
    .executeTakeFirst();
  const named = { ...call, providerCallId: found?.provider_call_id ?? undefined };
  const report = { ...bareReport(category, 'a-reason'), personOnLine: category === 'conversation' };
  await bench.run((transaction) =>
    bench.app
      .get(Settlement, { strict: false })
      .apply(transaction, { kind: 'report', call: named, report, at: bench.clock.now() }),
  );
}

async function aProbe(): Promise<Reservation> {
  await letTheWaitBeOver();
  const [probe, ...others] = await reserved(PROBE);
  if (!probe || others.length > 0) throw new Error(`${others.length} more than the probe were reserved`);
  return probe;
}

describe('a campaign', () => {
  it("suspends itself when the last five attempts that tell anything failed by the provider's fault", async () => {
    await aDueLead();
    await given(false, true, null, true, true, null, true);
    await reserved();
    await given(true);
    expect(await reserve()).toBe('suspended');
    expect(await reserve()).toBe('suspended');
    const campaign = await row();
    expect(campaign).toMatchObject({ suspended_at: new Date(NOON), paused_at: null, probe_attempt_id: null });
    expect(campaign.suspended_reason).toMatch(
      /^The last 5 calls failed at the provider.*402.*credit and plan/,
    );
    expect(await waitMs()).toBeGreaterThan(MINUTE - 10_000);
  });

  it('is not suspended by the few that fail at once while many others still talk', async () => {
    await aDueLead();
    const begun = new Date('2026-01-01T00:00:00Z');
    const attempts = [];
    for (let nth = 0; nth < 20; nth++) {
      const lead = await storeLead(bench.database, { status: 'called' });
      const asked_at = new Date(begun.getTime() + nth * 1_000);
      attempts.push(await storeAttempt(bench.database, lead, { state: 'ended', asked_at }));
    }
    const tell = async (id: string | undefined, provider_fault: boolean): Promise<void> => {
      const told = bench.database.updateTable('attempts').set({ provider_fault });
      await told.where('id', '=', id ?? '').execute();
    };
    // Every fourth fails, and is known to at once; the conversations end one by one meanwhile, in the order of their begin.
    for (let nth = 0; nth < 20; nth += 4) {
      await tell(attempts[nth + 3], true);
      await tell(attempts[nth], false);
    }
    await reserved();
  });

  it('is not suspended by people who do not answer', async () => {
    await aDueLead();
    await given(true, true, true, true, false);
    expect(await reserve()).not.toBe('suspended');
  });

  it("suspends itself when the provider's circuit has opened, and says so once", async () => {
    await aDueLead();
    expect(await reserve(OUTAGE)).toBe('suspended');
    expect(await reserve(OUTAGE)).toBe('suspended');
    expect(log.at('warn')).toEqual([expect.stringContaining('answered 503')]);
    expect(notifier.told.map(({ kind }) => kind)).toEqual(['suspended']);
    expect(await bench.database.selectFrom('attempts').select('id').execute()).toEqual([]);
  });

  it("leaves the operator's pause alone, which wins over a probe that is due", async () => {
    await aDueLead();
    await reserve(OUTAGE);
    await letTheWaitBeOver();
    const campaign = bench.app.get(Campaign);
    await campaign.pause('Lunch');
    expect(await reserve(PROBE)).toBe('paused');
    await campaign.resume();
    expect((await row()).suspended_at).toEqual(new Date(NOON));
    expect(await reserved(PROBE)).toHaveLength(1);
  });

  it('tries at once when the operator resumes it, without waiting for the next probe', async () => {
    await aDueLead();
    await reserve(OUTAGE);
    expect(await reserve(PROBE)).toBe('suspended');
    await bench.app.get(Campaign).resume();
    expect(await reserved(PROBE)).toHaveLength(1);
  });
});

describe('a suspended campaign', () => {
  beforeEach(async () => {
    for (let index = 0; index < 4; index++) await aDueLead();
    await reserve(OUTAGE);
  });

  it('lets exactly one call through when the wait is over, whoever asks', async () => {
    await letTheWaitBeOver();
    expect(await reserve()).toBe('probe-due');
    const results = await Promise.all([reserve(PROBE), reserve(PROBE), reserve(PROBE)]);
    expect(results.filter((result) => typeof result !== 'string').flat()).toHaveLength(1);
    expect(results.filter((result) => result === 'suspended')).toHaveLength(2);
  });

  it('dials its probe and nobody who was reserved before', async () => {
    await bench.database.updateTable('campaigns').set({ suspended_at: null }).execute();
    const before = await reserved();
    await reserve(OUTAGE);
    const [early] = before;
    if (!early) throw new Error('Nobody was reserved');
    await bench.app.get(Dialer).dialAll([early], new AbortController().signal);
    expect(bench.telephony.orders).toEqual([]);
    await aDueLead();
    const probe = await aProbe();
    await bench.app.get(Dialer).dialAll([probe], new AbortController().signal);
    expect(bench.telephony.orders.map(({ attemptId }) => attemptId)).toEqual([probe.attempt.id]);
  });

  it.each<EndCategory>(['no-answer', 'busy', 'voicemail', 'bad-number', 'conversation'])(
    'goes on once a probe has ended in %s, and says so once',
    async (category) => {
      const probe = await aProbe();
      expect(await reserve()).toBe('suspended');
      await theCallEnds(probe, category);
      expect(await reserved()).toHaveLength(3);
      expect(await row()).toMatchObject({
        suspended_at: null,
        suspended_reason: null,
        probe_attempt_id: null,
      });
      expect(log.at('log').filter((line) => line.includes('dialing goes on'))).toHaveLength(1);
      expect(notifier.told.map(({ kind }) => kind)).toEqual(['suspended', 'resumed']);
      expect(new Set(notifier.told.map(({ dedupKey }) => dedupKey)).size).toBe(2);
    },
  );

  it.each<EndCategory>(['in-call-failure', 'carrier-failure', 'start-refused'])(
    'waits twice as long after a probe that ended in %s',
    async (category) => {
      await theCallEnds(await aProbe(), category);
      expect(await reserve()).toBe('suspended');
      const leftMs = await waitMs();
      expect(leftMs).toBeGreaterThan(2 * MINUTE - 10_000);
      expect(leftMs).toBeLessThanOrEqual(2 * MINUTE);
      expect(log.at('warn').filter((line) => line.includes('pauses by itself'))).toHaveLength(1);
    },
  );

  it('waits twice as long after a probe that the provider refused for a reason of every call', async () => {
    bench.telephony.nextResults({ outcome: 'rejected', fault: 'capacity', reason: 'Too many requests' });
    const probe = await aProbe();
    await bench.app.get(Dialer).dialAll([probe], new AbortController().signal);
    await reserve();
    expect(await waitMs()).toBeGreaterThan(2 * MINUTE - 10_000);
    const lead = await bench.database
      .selectFrom('leads')
      .selectAll()
      .where('id', '=', probe.lead.id)
      .executeTakeFirstOrThrow();
    expect(lead).toMatchObject({ status: 'new', attempts: 0, failures: 0 });
  });

  it('sends another probe after the wait when the replica that had the first is gone', async () => {
    const lost = await aProbe();
    const mine = { lease_until: databaseNow };
    await bench.database.updateTable('attempts').set(mine).where('id', '=', lost.attempt.id).execute();
    await bench.app.get(Reconciliation).takeOver();
    expect(await reserve(PROBE)).toBe('suspended');
    const leftMs = await waitMs();
    expect(leftMs).toBeGreaterThan(MINUTE - 10_000);
    expect(leftMs).toBeLessThanOrEqual(MINUTE);
    expect((await aProbe()).attempt.id).not.toBe(lost.attempt.id);
  });

  it('waits for a probe in doubt: nobody else is dialed until it is known what became of it', async () => {
    const probe = await aProbe();
    bench.telephony.nextResults({ outcome: 'in-doubt', reason: 'No answer in time' });
    await bench.app.get(Dialer).dialAll([probe], new AbortController().signal);
    bench.clock.advance(3_600_000);
    expect(await reserve(PROBE)).toBe('suspended');
    await bench.run((transaction) =>
      bench.app
        .get(Attempts, { strict: false })
        .move(transaction, probe.attempt.id, 'not_placed', { provider_fault: true }),
    );
    await reserve();
    expect(await waitMs()).toBeGreaterThan(2 * MINUTE - 10_000);
  });

  it('keeps its waits when the clock of the process jumps back and forth', async () => {
    bench.clock.advance(48 * 3_600_000);
    expect(await reserve(PROBE)).toBe('suspended');
    bench.clock.set('2020-01-01T00:00:00Z');
    expect(await reserve(PROBE)).toBe('suspended');
    bench.clock.set(NOON);
    await letTheWaitBeOver();
    bench.clock.set('2026-06-10T15:00:00Z');
    await bench.database
      .updateTable('leads')
      .set({ due_at: new Date('2026-06-10T12:00:00Z') })
      .execute();
    expect(await reserved(PROBE)).toHaveLength(1);
    bench.clock.set('2026-06-10T18:00:00Z');
    expect(await reserve(PROBE)).toBe('suspended');
  });

  it('stays so when the circuit opens again just as its probe has passed', async () => {
    await theCallEnds(await aProbe(), 'busy');
    expect(await reserve(OUTAGE)).toBe('suspended');
    expect(await reserve(PROBE)).toBe('suspended');
  });

  it('is not suspended again by what comes to light late about calls from before its probe', async () => {
    await theCallEnds(await aProbe(), 'busy');
    await reserved();
    await given(true, true, true, true, true);
    expect(await reserve()).toBe('nobody-due');
  });

  it('shows on every replica what a person has to mend, until it is over', async () => {
    const apis = bench.app.get(ExternalApis, { strict: false });
    const reason = 'The last call ended with call.start.error-subscription-insufficient-credits.';
    await bench.database.updateTable('campaigns').set({ suspended_reason: reason }).execute();
    await reserve();
    expect(apis.faults('vapi')).toMatchObject([{ message: reason, needsOperator: true }]);
    await theCallEnds(await aProbe(), 'busy');
    await reserve();
    expect(apis.faults('vapi')).toEqual([]);
  });
});
