import { aPhone, aSourceLeadOf, storeAttempt, storeLead } from '../../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../../test/support/database';
import { BlockedException } from '../../common/blocked.exception';
import { Lead } from '../../leads/lead';
import { LeadLoader } from '../../leads/lead-loader.service';
import { Reservations } from '../../orchestration/reservation';
import { DashboardModule } from '../dashboard.module';
import { LeadCommands } from './lead-commands';
import { MARKS } from './mark.dto';
import { OperatorActions } from './operator-actions';

const now = new Date(NOON);
const TOMORROW = new Date('2026-06-11T16:00:00Z');
let bench: Bench;
let commands: LeadCommands;

beforeAll(async () => {
  bench = await aBench([DashboardModule], { CALLS_PER_SECOND: '100' });
  commands = bench.app.get(LeadCommands);
});

beforeEach(() => bench.reset());

afterAll(() => bench.database.destroy());

const written = async () => (await bench.app.get(OperatorActions).list(10)).items;

async function rowOf({ id }: Lead) {
  return await bench.database.selectFrom('leads').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function told({ source_id }: Lead): Promise<Record<string, unknown> | undefined> {
  const row = bench.database.selectFrom('outbox').select('fields').where('key', '=', source_id);
  return (await row.executeTakeFirst())?.fields;
}

describe('marking a lead', () => {
  it.each(MARKS)('as %s is written, told to the lead source and recorded', async (status) => {
    const lead = await storeLead(bench.database, { status: 'exhausted', attempts: 3, due_at: TOMORROW });
    expect(await commands.mark('Ada', lead.source_id, status, 'Spoke to her')).toBe(lead.id);
    expect((await rowOf(lead)).status).toBe(status);
    expect(await told(lead)).toMatchObject({ Status: status });
    expect(await written()).toMatchObject([
      { who: 'Ada', command: 'mark', subject: lead.id, reason: 'Spoke to her' },
    ]);
  });

  it('as new is a fresh start: it is called again', async () => {
    const lead = await storeLead(bench.database, {
      status: 'exhausted',
      attempts: 3,
      failures: 2,
      due_at: TOMORROW,
    });
    await commands.mark('Ada', lead.id, 'new', 'Asked for an offer again');
    expect(await rowOf(lead)).toMatchObject({ attempts: 0, failures: 0, due_at: now, status_reason: null });
    expect(await bench.app.get(Reservations, { strict: false }).reserve(1_000)).toHaveLength(1);
  });

  it('as opted out suppresses its number, also while it is in a call', async () => {
    const lead = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, lead, { state: 'placed' });
    await commands.mark('Ada', lead.id, 'opted out', 'Wrote to us');
    const rows = await bench.database.selectFrom('suppressions').selectAll().execute();
    expect(rows).toMatchObject([{ phone: lead.phone, reason: 'Wrote to us', channel: 'operator' }]);
    expect((await rowOf(lead)).status).toBe('opted out');
  });

  it('as left alone outlasts a reading of the source from before it hears of that', async () => {
    const lead = await storeLead(bench.database);
    await commands.mark('Ada', lead.id, 'left alone', 'A competitor');
    bench.source.put(aSourceLeadOf(lead));
    await bench.app.get(LeadLoader, { strict: false }).refresh([lead]);
    expect((await rowOf(lead)).status).toBe('left alone');
  });

  it.each<[string, Partial<Lead>]>([
    ['opted out', { status: 'opted out' }],
    ['in a call', { status: 'in progress' }],
    ['without a number', { status: 'invalid', phone: null }],
    ['of a wrong number', { status: 'invalid', phone: '+12122000000', wrong_numbers: ['+12122000000'] }],
  ])('refuses to make one that is %s new', async (_what, standing) => {
    const lead = await storeLead(bench.database, standing);
    await expect(commands.mark('Ada', lead.id, 'new', 'Try again')).rejects.toMatchObject({ status: 409 });
    expect((await rowOf(lead)).status).toBe(standing.status);
    expect(await written()).toEqual([]);
  });

  it('knows no lead of another campaign', async () => {
    await bench.database.insertInto('campaigns').values({ name: 'other' }).execute();
    const lead = await storeLead(bench.database, { campaign: 'other' });
    expect(await commands.mark('Ada', lead.id, 'called', 'x')).toBeUndefined();
    expect(await commands.redial('Ada', lead.id, 'x')).toBeUndefined();
    expect(await commands.mark('Ada', 'a\0b', 'called', 'x')).toBeUndefined();
  });
});

describe('redialing a lead', () => {
  it('makes it due now, and the gate decides as ever', async () => {
    const lead = await storeLead(bench.database, { status: 'retry', attempts: 1, due_at: TOMORROW });
    const redial = await commands.redial('Ada', lead.id, 'She is waiting');
    expect(redial).toMatchObject({ dueAt: now, eligibility: { eligible: true, leadId: lead.id } });
    expect((await rowOf(lead)).due_at).toEqual(now);
    expect(await written()).toMatchObject([
      { command: 'redial', subject: lead.id, reason: 'She is waiting' },
    ]);
    const reserved = await bench.app.get(Reservations, { strict: false }).reserve(1_000);
    expect(reserved).toMatchObject([{ lead: { id: lead.id } }]);
  });

  it('outside of the hours says when it may be called, and nobody is called before', async () => {
    bench.clock.set('2026-06-10T03:00:00Z');
    const lead = await storeLead(bench.database, { status: 'retry', due_at: TOMORROW });
    const redial = await commands.redial('Ada', lead.id, 'Soon');
    expect(redial?.eligibility.eligible).toBe(false);
    expect(redial?.dueAt.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-06-10T12:00:00Z'));
    expect(await bench.app.get(Reservations, { strict: false }).reserve(1_000)).toEqual([]);
    expect((await rowOf(lead)).due_at).toEqual(redial?.dueAt);
  });

  it('while the campaign is paused is taken, and waits', async () => {
    await bench.database.updateTable('campaigns').set({ paused_at: now, paused_reason: 'Lunch' }).execute();
    const lead = await storeLead(bench.database, { status: 'retry', due_at: TOMORROW });
    const redial = await commands.redial('Ada', lead.id, 'Soon');
    expect(redial?.eligibility.reasons.map(({ rule }) => rule)).toEqual(['campaign-paused']);
    expect((await rowOf(lead)).due_at).toEqual(now);
  });

  it('is refused with every rule that stands in the way for good', async () => {
    const phone = aPhone();
    const lead = await storeLead(bench.database, { phone, consent: 'none', due_at: TOMORROW });
    const at = { reason: 'Asked', channel: 'operator', created_at: now };
    await bench.database
      .insertInto('suppressions')
      .values({ phone, ...at })
      .execute();
    const refused: unknown = await commands.redial('Ada', lead.id, 'Soon').catch((error: unknown) => error);
    if (!(refused instanceof BlockedException)) throw new Error('It was not refused');
    expect(refused.blocks.map(({ field }) => field)).toEqual(['suppression', 'consent-level']);
    expect((await rowOf(lead)).due_at).toEqual(TOMORROW);
    expect(await written()).toEqual([]);
  });

  it.each(['called', 'opted out', 'exhausted', 'left alone'] as const)(
    'never brings back one that is %s',
    async (status) => {
      const lead = await storeLead(bench.database, { status });
      await expect(commands.redial('Ada', lead.id, 'Soon')).rejects.toMatchObject({ status: 409 });
    },
  );

  it('is refused for one in a call', async () => {
    const lead = await storeLead(bench.database, { status: 'in progress' });
    await storeAttempt(bench.database, lead, { state: 'placed' });
    await expect(commands.redial('Ada', lead.id, 'Soon')).rejects.toMatchObject({ status: 409 });
  });
});
