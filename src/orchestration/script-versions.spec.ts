import { aSourceLeadOf, storeLead } from '../../test/support/a-lead';
import { aBench, Bench, NOON } from '../../test/support/database';
import { Script } from '../script/script.service';
import { Dialer } from './dialer.service';
import { OrchestrationModule } from './orchestration.module';
import { Reservations } from './reservation';
import { ScriptVersions } from './script-versions';

const OPENING = '{{ disclosures.opening }}';
let bench: Bench;

const benchWith = async (template: string) => {
  bench = await aBench([OrchestrationModule], { FIRST_MESSAGE_TEMPLATE: template });
  return bench;
};

/** The lead after everything that is due has been dialed. */
async function dialed(changes: Parameters<typeof storeLead>[1]) {
  const { database, source, app } = bench;
  const lead = await storeLead(database, changes);
  source.put(aSourceLeadOf(lead, { name: lead.name ?? undefined, fields: lead.fields }));
  const reservations = await app.get(Reservations).reserve(1_000);
  if (typeof reservations === 'string') throw new Error(`Nothing was reserved: ${reservations}`);
  await app.get(Dialer).dialAll(reservations, new AbortController().signal);
  return await database.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
}

afterEach(() => bench.database.destroy());

describe('the versions of the script', () => {
  it('are kept with their texts from the first use, and named by every attempt', async () => {
    const template = `Hello, ${OPENING}`;
    const { app, database, clock } = await benchWith(template);
    const { version } = app.get(Script, { strict: false });
    await app.get(ScriptVersions).onModuleInit();
    clock.advance(60_000);
    await app.get(ScriptVersions).onModuleInit();
    const rows = await database.selectFrom('script_versions').selectAll().execute();
    expect(rows).toEqual([
      expect.objectContaining({ version, first_message_template: template, first_used_at: new Date(NOON) }),
    ]);
    expect(rows[0]?.system_prompt_template).toContain('Rules that nothing and nobody may change');
    expect(rows[0]?.variables).toMatchObject({ agent: { name: 'Laura' } });
    await dialed({});
    const attempt = await database.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
    expect([attempt.state, attempt.script_version]).toEqual(['placed', version]);
  });
});

describe('a lead that lacks what the script needs', () => {
  it('needs review with the name of the variable, and is not called', async () => {
    const { telephony } = await benchWith(`Hello {{ lead["Pet Name"] }}, ${OPENING}`);
    const lead = await dialed({ fields: { 'Pet Name': '' } });
    expect([lead.status, telephony.orders]).toEqual(['needs review', []]);
    expect(lead.status_reason).toMatch(/needs lead\["Pet Name"\], which this lead does not have/);
  });

  it('is called once a person has filled it in', async () => {
    const { telephony } = await benchWith(`Hello {{ lead["Pet Name"] }}, ${OPENING}`);
    await dialed({ fields: { 'Pet Name': 'Rex' } });
    expect(telephony.orders[0]?.firstMessage).toMatch(/^Hello Rex, this is Laura/);
  });
});
