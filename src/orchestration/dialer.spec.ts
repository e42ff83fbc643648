import { aSourceLeadOf, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Lead } from '../leads/lead';
import { PlaceCallResult } from '../telephony/telephony-provider';
import { Campaign } from './campaign';
import { Dialer } from './dialer.service';
import { OrchestrationModule } from './orchestration.module';
import { Reservation, Reservations } from './reservation';

const now = new Date(NOON);
let bench: Bench;
let dialer: Dialer;
let stop: AbortController;

beforeAll(async () => {
  bench = await aBench([OrchestrationModule], { CALLS_PER_SECOND: '100' });
  dialer = bench.app.get(Dialer);
});

beforeEach(async () => {
  stop = new AbortController();
  await bench.reset();
});

afterAll(() => bench.database.destroy());

async function aReservedLead(
  changes: Partial<Lead> = {},
): Promise<{ lead: Lead; reservations: readonly Reservation[] }> {
  const lead = await storeLead(bench.database, changes);
  bench.source.put(aSourceLeadOf(lead));
  const reservations = await bench.app.get(Reservations).reserve(1_000);
  if (typeof reservations === 'string') throw new Error(`Nothing was reserved: ${reservations}`);
  return { lead, reservations };
}

function dial(reservations: readonly Reservation[]) {
  return dialer.dialAll(reservations, stop.signal);
}

async function standing(lead: Lead) {
  const person = await bench.database
    .selectFrom('leads')
    .selectAll()
    .where('id', '=', lead.id)
    .executeTakeFirstOrThrow();
  const attempt = await bench.database
    .selectFrom('attempts')
    .selectAll()
    .where('lead_id', '=', lead.id)
    .executeTakeFirstOrThrow();
  return { lead: person, attempt, calls: await bench.database.selectFrom('calls').selectAll().execute() };
}

describe('Dialer', () => {
  it('marks the lead, has it judged again, and asks the provider once', async () => {
    const { lead, reservations } = await aReservedLead();
    expect(await dial(reservations)).toBe('dialed');
    const now = await standing(lead);
    expect(bench.source.marked).toEqual([lead.source_id]);
    const [order, ...others] = bench.telephony.orders;
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      attemptId: now.attempt.id,
      leadId: lead.id,
      phone: lead.phone,
      customerName: 'Ada Example',
    });
    expect(order?.systemPrompt).not.toBe('');
    expect([now.lead.status, now.attempt.state, now.attempt.provider_call_id]).toEqual([
      'in progress',
      'placed',
      'call-1',
    ]);
    expect(now.calls).toMatchObject([{ id: 'call-1', attempt_id: now.attempt.id, phone: lead.phone }]);
    const decisions = await bench.database
      .selectFrom('decisions')
      .innerJoin('decision_attempts', 'decision_id', 'id')
      .select(['moment', 'attempt_id'])
      .orderBy('id')
      .execute();
    expect(decisions).toEqual([
      { moment: 'reserve', attempt_id: now.attempt.id },
      { moment: 'dial', attempt_id: now.attempt.id },
    ]);
  });

  it('does not ask again for a batch that it is given twice', async () => {
    const { reservations } = await aReservedLead();
    await dial(reservations);
    await dial(reservations);
    expect(bench.telephony.orders).toHaveLength(1);
  });

  it.each(['refresh', 'markInProgress'] as const)(
    'heeds a Do Not Call that is ticked during %s',
    async (moment) => {
      const { lead, reservations } = await aReservedLead();
      bench.source.meanwhile = (method) => {
        if (method === moment) bench.source.edit(lead.source_id, { doNotCall: true });
      };
      await dial(reservations);
      const now = await standing(lead);
      expect(bench.telephony.orders).toEqual([]);
      expect([now.attempt.state, now.lead.status]).toEqual(['released', 'blocked']);
    },
  );

  it.each([
    ['ring her myself', 'left alone'],
    ['opted out', 'opted out'],
    ['Called', 'called'],
  ])(
    'does not dial a lead to which a person has just written %p, and lets the word stand',
    async (word, status) => {
      const { lead, reservations } = await aReservedLead();
      bench.source.edit(lead.source_id, { status: word });
      await dial(reservations);
      const now = await standing(lead);
      expect([bench.telephony.orders, bench.source.marked]).toEqual([[], []]);
      expect([now.attempt.state, now.lead.status]).toEqual(['released', status]);
      expect(bench.source.records.get(lead.source_id)?.status).toBe(word);
    },
  );

  it('lets go of a record that was deleted', async () => {
    const { lead, reservations } = await aReservedLead();
    bench.source.records.clear();
    await dial(reservations);
    const now = await standing(lead);
    expect(bench.telephony.orders).toEqual([]);
    expect([now.attempt.state, now.lead.status]).toEqual(['released', 'needs review']);
  });

  it('does not dial the number that a person has just replaced', async () => {
    const { lead, reservations } = await aReservedLead();
    bench.source.edit(lead.source_id, { phone: '+12125550199' });
    await dial(reservations);
    const now = await standing(lead);
    expect(bench.telephony.orders).toEqual([]);
    expect([now.attempt.state, now.lead.status, now.lead.phone]).toEqual(['released', 'new', '+12125550199']);
  });

  it('gives every lead back as it was while the source is away', async () => {
    const other = await storeLead(bench.database, { status: 'callback' });
    bench.source.put(aSourceLeadOf(other));
    const { lead, reservations } = await aReservedLead({ status: 'retry' });
    bench.source.isAway = true;
    expect(reservations).toHaveLength(2);
    expect(await dial(reservations)).toBe('source-away');
    expect(bench.telephony.orders).toEqual([]);
    expect((await standing(lead)).lead).toMatchObject({ status: 'retry', attempts: 0 });
    expect(await standing(other)).toMatchObject({
      lead: { status: 'callback' },
      attempt: { state: 'released' },
    });
  });

  it('lets the source be told again what it may have been told wrong', async () => {
    const { lead, reservations } = await aReservedLead({ status: 'retry' });
    bench.source.meanwhile = (method) => {
      if (method !== 'markInProgress') return;
      bench.source.edit(lead.source_id, { status: 'in progress' });
      bench.source.isAway = true;
    };
    await dial(reservations);
    const waiting = await bench.database.selectFrom('outbox').select('fields').execute();
    expect(waiting).toMatchObject([{ fields: { Status: 'retry' } }]);
  });

  it('begins no dial once the campaign is paused', async () => {
    const { lead, reservations } = await aReservedLead();
    await bench.app.get(Campaign).pause('Too many complaints');
    await dial(reservations);
    const now = await standing(lead);
    expect(bench.telephony.orders).toEqual([]);
    expect([now.attempt.state, now.lead.status]).toEqual(['released', 'new']);
  });

  it('releases what is not being dialed when the process stops', async () => {
    const { lead, reservations } = await aReservedLead();
    stop.abort();
    await dial(reservations);
    const now = await standing(lead);
    expect(bench.telephony.orders).toEqual([]);
    expect([now.attempt.state, now.lead.status]).toEqual(['released', 'new']);
  });

  it('does not wait for the slot of a dial that will not be any more', async () => {
    const { lead, reservations } = await aReservedLead();
    const inAnHour = new Date(now.getTime() + 3_600_000);
    const dialing = dial(reservations.map((reservation) => ({ ...reservation, dialAt: inAnHour })));
    stop.abort();
    await dialing;
    expect((await standing(lead)).attempt.state).toBe('released');
  });

  it('judges anew what was judged more than a minute before its slot', async () => {
    const { lead, reservations } = await aReservedLead();
    bench.source.meanwhile = (method) => {
      if (method === 'markInProgress') bench.clock.set('2026-06-11T00:59:30Z');
    };
    const dialing = dial(
      reservations.map((reservation) => ({ ...reservation, dialAt: new Date('2026-06-11T00:59:30.300Z') })),
    );
    const decided = () =>
      bench.database.selectFrom('decisions').select('id').where('moment', '=', 'dial').execute();
    while ((await decided()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    bench.clock.set('2026-06-11T01:01:00Z');
    await dialing;
    const now = await standing(lead);
    expect(bench.telephony.orders).toEqual([]);
    expect([now.attempt.state, now.lead.status]).toEqual(['released', 'new']);
    expect(now.lead.due_at.getTime()).toBeGreaterThan(Date.parse('2026-06-11T11:00:00Z'));
  });

  it.each<[PlaceCallResult, string, string, string]>([
    [{ outcome: 'in-doubt', reason: 'No answer in time' }, 'in_doubt', 'in progress', 'dialed'],
    [{ outcome: 'rejected', fault: 'call', reason: 'The payload' }, 'rejected', 'new', 'dialed'],
    [{ outcome: 'rejected', fault: 'account', reason: 'No credit' }, 'rejected', 'new', 'provider-away'],
    [{ outcome: 'rejected', fault: 'capacity', reason: 'Too many' }, 'rejected', 'new', 'provider-away'],
  ])('records %p', async (result, state, status, batch) => {
    const { lead, reservations } = await aReservedLead();
    bench.telephony.nextResults(result);
    expect(await dial(reservations)).toBe(batch);
    const now = await standing(lead);
    expect([now.attempt.state, now.attempt.reason, now.lead.status, now.lead.attempts]).toEqual([
      state,
      result.outcome === 'placed' ? null : result.reason,
      status,
      0,
    ]);
    expect(bench.telephony.orders).toHaveLength(1);
  });

  it('puts a lead before a person when the script fails on its values, and asks nobody', async () => {
    // Only this name reaches the loop that has no end.
    const template =
      "{{ disclosures.opening }}{% if lead.firstName == 'Trouble' %}{% for i in (1..1000000000) %}x{% endfor %}{% endif %}";
    const broken = await aBench([OrchestrationModule], { FIRST_MESSAGE_TEMPLATE: template });
    const { database, source, telephony, app } = broken;
    try {
      const lead = await storeLead(database, { name: 'Trouble Maker' });
      source.put(aSourceLeadOf(lead, { name: 'Trouble Maker' }));
      const reservations = await app.get(Reservations).reserve(1_000);
      if (typeof reservations === 'string') throw new Error(`Nothing was reserved: ${reservations}`);
      await app.get(Dialer).dialAll(reservations, stop.signal);
      expect(telephony.orders).toEqual([]);
      const [attempt] = await database.selectFrom('attempts').selectAll().execute();
      const [person] = await database.selectFrom('leads').selectAll().execute();
      expect([attempt?.state, person?.status]).toEqual(['released', 'needs review']);
      expect(person?.status_reason).toContain('script');
    } finally {
      await database.destroy();
    }
  });
});
