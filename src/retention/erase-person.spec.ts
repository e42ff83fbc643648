import { sql } from 'kysely';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON, RealPostgres } from '../../test/support/database';
import { maskPhone } from '../common/redaction';
import { aDecisionEntry, record } from '../compliance/ledger/decision-entry.factory';
import { verifyLedger } from '../compliance/ledger/verify-ledger';
import { Lead } from '../leads/lead';
import { Database } from '../persistence/database';
import { json } from '../persistence/sql';
import { erasePerson, ErasureOutcome } from './erase-person';
import { RetentionModule } from './retention.module';

const ADA = '+12125550123';
const BOB = '+12125550124';
/** Everything of Ada's that must not be found anywhere afterwards. */
const OF_ADA = /Ada Lovelace|ada@|2125550123|Elm Street|recordings\.example|control\.example|recAda/i;

let postgres: RealPostgres;

beforeAll(async () => {
  postgres = await RealPostgres.start();
});

afterAll(() => postgres.stop());

describe.each([
  ['PGlite', () => Promise.resolve({})],
  ['PostgreSQL', async () => ({ DATABASE_URL: await postgres.url() })],
])('erasePerson on %s', (_name, variablesOf) => {
  let bench: Bench;
  let database: Database;

  beforeAll(async () => {
    bench = await aBench([RetentionModule], await variablesOf());
    ({ database } = bench);
  });

  beforeEach(async () => {
    await bench.reset();
    await sql`truncate consents`.execute(database);
  });

  afterAll(() => bench.app.close());

  const erase = async (phone = ADA): Promise<ErasureOutcome> =>
    await bench.run((transaction) =>
      erasePerson(transaction, { phone, reason: 'Asked by letter', now: bench.clock.now() }),
    );

  /** A person with a decision, an attempt, a call with its webhook, a consent, and what waits to be written. */
  async function storePerson(changes: Partial<Lead>, callId: string, state = 'ended'): Promise<Lead> {
    const lead = await storeLead(database, { ...changes, fields: { Street: 'Elm Street' } });
    const phone = lead.phone ?? '';
    const attempt = await storeAttempt(database, lead, { state, provider_call_id: callId });
    const at = new Date(NOON);
    const said = { transcript: `User: I am ${lead.name}`, summary: `${lead.name} lives in Elm Street` };
    const urls = { recording_url: 'https://recordings.example/1', control_url: 'https://control.example/1' };
    await database
      .insertInto('calls')
      .values({
        ...{
          id: callId,
          campaign: 'default',
          attempt_id: attempt,
          lead_id: lead.id,
          phone,
          ...said,
          ...urls,
        },
        ...{ status: 'ended', disposition: 'completed', next_action: `Send ${lead.name} an offer` },
        ...{ analysis: json({ name: lead.name }) as never, cost_usd: 0.25, opted_out: false },
        ...{ carrier_call_id: `CA-${callId}`, created_at: at, updated_at: at },
      })
      .execute();
    await storeWebhook(callId, { message: { customer: { number: phone }, transcript: said.transcript } });
    await record(database, [aDecisionEntry({ phone, lead_id: lead.id })]);
    for (const [target, key] of [
      ['lead', lead.source_id],
      ['call', callId],
    ] as const)
      await database
        .insertInto('outbox')
        .values({ campaign: 'default', target, key, fields: json(said) as never, version: 1, tries: 0 })
        .execute();
    await sql`insert into consents (id, phone, kind, origin, campaign, fingerprint, evidence, recorded_at)
      values (gen_random_uuid(), ${phone}, 'grant', 'operator', 'default', ${callId}, ${lead.email}, now())`.execute(
      database,
    );
    for (const subject of [lead.id, maskPhone(phone)])
      await sql`insert into operator_actions (id, at, campaign, who, command, subject, reason)
        values (gen_random_uuid(), ${at}, 'default', 'Grace', 'mark', ${subject}, ${`Spoke to ${lead.name}`})`.execute(
        database,
      );
    return lead;
  }

  async function storeWebhook(callId: string, payload: object): Promise<void> {
    await sql`insert into webhook_events (id, provider, type, call_id, dedup_key, payload, received_at, processed_at)
      values (gen_random_uuid(), 'vapi', 'report', ${callId}, gen_random_uuid()::text, ${json(payload)}, ${NOON}, null)`.execute(
      database,
    );
  }

  /** Every row of every table of ours, as text. */
  async function everything(): Promise<Record<string, string>> {
    const tables = (await database.introspection.getTables()).filter(
      ({ schema, name }) => schema === 'public' && !name.startsWith('kysely'),
    );
    const dump: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ text: string }>`
        select coalesce(string_agg(t::text, ' '), '') as text from ${sql.table(name)} as t`.execute(database);
      dump[name] = rows[0]?.text ?? '';
    }
    return dump;
  }

  const ada = { name: 'Ada Lovelace', email: 'ada@example.com', phone: ADA, source_id: 'recAda' };

  it('leaves nothing of the person in any table but the suppression', async () => {
    await storePerson(ada, 'call-1');
    await storeWebhook('unknown', { customer_number: ADA });
    expect(Object.values(await everything()).filter((text) => OF_ADA.test(text)).length).toBeGreaterThan(6);

    expect(await erase()).toEqual({
      leadRecords: ['recAda'],
      calls: ['call-1'],
      attempts: 1,
      webhooks: 2,
      consents: 1,
    });
    const { suppressions, ...rest } = await everything();
    expect(Object.entries(rest).filter(([, text]) => OF_ADA.test(text))).toEqual([]);
    expect(suppressions).toContain(ADA);
    expect(await database.selectFrom('suppressions').selectAll().execute()).toEqual([
      {
        phone: ADA,
        reason: 'Asked by letter',
        channel: 'erasure',
        call_id: null,
        created_at: new Date(NOON),
      },
    ]);
  });

  it("keeps what operators did, and everybody else's reasons for it", async () => {
    await storePerson(ada, 'call-1');
    await storePerson({ name: 'Bob', phone: BOB }, 'call-2');
    await erase();
    const rows = await database.selectFrom('operator_actions').select(['who', 'reason']).execute();
    const reasons = rows.map(({ who, reason }) => `${who}: ${reason}`).toSorted();
    expect(reasons).toEqual(['Grace: Spoke to Bob', 'Grace: Spoke to Bob', 'Grace: null', 'Grace: null']);
  });

  it('keeps what the books count, the ledger whole, and everybody else', async () => {
    await storePerson(ada, 'call-1');
    const bob = await storePerson({ name: 'Bob', email: 'bob@example.com', phone: BOB }, 'call-2');
    const before = await everything();
    await erase();
    expect(
      await database.selectFrom('calls').select(['id', 'cost_usd', 'disposition', 'lead_id']).execute(),
    ).toEqual(
      expect.arrayContaining([
        { id: 'call-1', cost_usd: 0.25, disposition: 'completed', lead_id: null },
        { id: 'call-2', cost_usd: 0.25, disposition: 'completed', lead_id: bob.id },
      ]),
    );
    expect(await verifyLedger(database)).toMatchObject({ ok: true, rows: 2 });
    const after = await everything();
    expect(after.decisions).toBe(before.decisions);
    for (const table of ['leads', 'outbox', 'consents', 'webhook_events', 'ledger_subjects'])
      expect(after[table]).toMatch(/Bob|2125550124/);
  });

  it.each(['reserved', 'dialing', 'in_doubt', 'placed'])(
    'refuses while an attempt is %s, but sees to it that none follows',
    async (state) => {
      await storePerson(ada, 'call-1', state);
      expect(await erase()).toBe('call-open');
      expect(await database.selectFrom('leads').select('name').execute()).toEqual([{ name: 'Ada Lovelace' }]);
      expect(await database.selectFrom('suppressions').select(['phone', 'channel']).execute()).toEqual([
        { phone: ADA, channel: 'operator' },
      ]);
    },
  );

  it('unties an earlier suppression from the call it was asked in, and keeps its date', async () => {
    const earlier = new Date('2026-01-01T00:00:00Z');
    await database
      .insertInto('suppressions')
      .values({ phone: ADA, reason: 'Ada said so', channel: 'call', call_id: 'call-1', created_at: earlier })
      .execute();
    await erase();
    expect(await database.selectFrom('suppressions').selectAll().execute()).toEqual([
      { phone: ADA, reason: 'Asked by letter', channel: 'erasure', call_id: null, created_at: earlier },
    ]);
  });

  it('has the number suppressed when nothing is known of it, and may be run again', async () => {
    const nothing = { leadRecords: [], calls: [], attempts: 0, webhooks: 0, consents: 0 };
    expect(await erase()).toEqual(nothing);
    expect(await erase()).toEqual(nothing);
  });

  it('takes the attempts that a lead had on its number before', async () => {
    const lead = await storePerson({ ...ada, phone: BOB }, 'call-1');
    await database.updateTable('leads').set({ phone: ADA }).where('id', '=', lead.id).execute();
    expect(await erase()).toMatchObject({ calls: ['call-1'], attempts: 1 });
  });
});
