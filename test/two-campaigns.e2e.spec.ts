import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Clock, RunningClock } from '../src/common/clock';
import { Database } from '../src/persistence/database';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { RealPostgres } from './support/database';
import { startService, TUESDAY_NOON, until } from './support/laura';

const WHO_OPTS_OUT = '+12125550111';
const WHO_WAS_CALLED = '+12125550122';
const WHO_IS_NEW = '+12125550133';

describe('two campaigns over one database', () => {
  let server: RealPostgres;
  let sandbox: Sandbox;
  let url: string;
  const clock: Clock = new RunningClock(new Date(TUESDAY_NOON), 60);
  const services: NestFastifyApplication[] = [];

  beforeAll(async () => {
    server = await RealPostgres.start();
    url = await server.url();
    sandbox = await startSandbox({ clock, leads: 0 });
    await addTableLike('Leads', 'Other Leads');
    sandbox.vapi.script(WHO_OPTS_OUT, ['opt-out']);
    for (const phone of [WHO_WAS_CALLED, WHO_IS_NEW]) sandbox.vapi.script(phone, ['interested']);
  }, 60_000);

  afterAll(async () => {
    for (const app of services) await app.close();
    await sandbox.close();
    await server.stop();
  });

  /** Makes a table with the same columns, as the metadata API does. */
  async function addTableLike(name: string, copy: string): Promise<void> {
    const fields = sandbox.airtable.tables
      .find((table) => table.name === name)
      ?.fields.map((field) => ({ name: field.name, type: field.type, options: field.options }));
    const answer = await fetch(`${sandbox.airtable.url}/v0/meta/bases/${sandbox.airtable.baseId}/tables`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.airtable.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: copy, fields }),
    });
    expect([answer.status, answer.ok ? '' : await answer.text()]).toEqual([200, '']);
  }

  async function start(campaign: string, table: string): Promise<NestFastifyApplication> {
    const { app } = await startService(sandbox, clock, {
      DATABASE_URL: url,
      CAMPAIGN_NAME: campaign,
      AIRTABLE_LEADS_TABLE: table,
      MAX_ATTEMPTS_PER_DAY: '1',
    });
    services.push(app);
    return app;
  }

  const add = (table: string, phone: string) =>
    sandbox.airtable.add(table, {
      Name: `Lead ${phone.slice(-2)}`,
      Phone: phone,
      State: 'NY',
      Consent: 'express_written',
      'Consent At': '2026-09-01T12:00:00Z',
      'Consent Source': 'Web form',
      'Consent Evidence': 'https://forms.example.com/1',
    });
  const called = () => sandbox.vapi.calls.map(({ customer }) => customer.number);
  const statuses = (table: string) => sandbox.airtable.records(table).map(({ fields }) => fields.Status);

  it('share what was said to one of them, and how often a number was called today', async () => {
    add('Leads', WHO_OPTS_OUT);
    add('Leads', WHO_WAS_CALLED);
    await start('first', 'Leads');
    await until('both are called and written', () => statuses('Leads').join() === 'opted out,called');

    for (const phone of [WHO_OPTS_OUT, WHO_WAS_CALLED, WHO_IS_NEW]) add('Other Leads', phone);
    const other = await start('second', 'Other Leads');
    await until('the new one is called', () => statuses('Other Leads')[2] === 'called');
    const judged = async () =>
      await other
        .get(Database)
        .selectFrom('leads')
        .select(['phone', 'status', 'status_reason', 'due_at'])
        .where('campaign', '=', 'second')
        .orderBy('phone')
        .execute();
    await until(
      'the others are refused',
      async () => (await judged()).filter(({ status_reason }) => status_reason).length === 2,
      60_000,
      judged,
    );
    const [optedOut, wasCalled] = await judged();
    expect(optedOut?.status_reason).toMatch(/not to be called|suppress|opted out/i);
    expect(wasCalled?.status_reason).toMatch(/called 1 times in 24 hours/);
    expect(wasCalled?.due_at.getTime()).toBeGreaterThan(clock.now().getTime() + 20 * 3_600_000);
    expect(called().toSorted()).toEqual([WHO_OPTS_OUT, WHO_WAS_CALLED, WHO_IS_NEW]);
  }, 180_000);
});
