import { Logger } from '@nestjs/common';
import { Database } from '../persistence/database';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { AirtableWorkbench, memoryDatabase } from './airtable-workbench';
import { CollectedLog } from './collected-log';
import { AcknowledgedEntry, OutboxListener } from './outbox-listener';

class Heard extends OutboxListener {
  readonly entries: AcknowledgedEntry[] = [];

  async acknowledged(_transaction: unknown, _target: unknown, entries: readonly AcknowledgedEntry[]) {
    this.entries.push(...entries);
    await Promise.resolve();
  }
}

describe('new leads for Airtable', () => {
  let database: Database;
  let sandbox: Sandbox;
  let work: AirtableWorkbench;
  let heard: Heard;

  beforeAll(async () => {
    database = await memoryDatabase();
    Logger.overrideLogger(new CollectedLog());
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    await database.deleteFrom('outbox').execute();
    await database.deleteFrom('leases').execute();
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 0, enforceRateLimit: false });
    work = new AirtableWorkbench(database, sandbox.airtable);
    heard = new Heard();
    work.flusher.register(heard);
  });
  afterEach(() => sandbox.close());

  async function wish(count: number): Promise<void> {
    const wishes = Array.from({ length: count }, (_, index) => ({
      key: `new-${index}`,
      fields: { Phone: `+1212555${1000 + index}`, Name: `Person ${index}` },
    }));
    await database
      .transaction()
      .execute((transaction) => work.outbox.putAll(transaction, 'new-lead', wishes));
  }

  const phones = () => sandbox.airtable.records('Leads').map(({ fields }) => fields.Phone);

  it('are made, ten to a request, and told with their records', async () => {
    await wish(12);
    expect(await work.flusher.flush()).toBe(12);
    expect(phones()).toHaveLength(12);
    expect(new Set(heard.entries.map(({ record }) => record?.id)).size).toBe(12);
    expect(heard.entries.find(({ key }) => key === 'new-3')?.record?.cells.known).toMatchObject({
      ...{ Name: 'Person 3', Phone: '+12125551003' },
    });
    expect(await database.selectFrom('outbox').selectAll().execute()).toEqual([]);
  });

  it.each(['lostResponses', 'dropped', 'stalled', 'unavailable'] as const)(
    'are made once each when a request ends in %s',
    async (fault) => {
      await work.schema.ready('leads');
      await wish(5);
      sandbox.airtable.faults[fault] = 1;
      for (let turn = 0; turn < 5 && phones().length < 5; turn++) await work.flusher.flush();
      await work.flusher.flush();
      expect(phones()).toHaveLength(5);
      expect(new Set(phones()).size).toBe(5);
      expect(await database.selectFrom('outbox').selectAll().execute()).toEqual([]);
    },
  );

  it('leave a record alone that a person has added meanwhile, and tell of it', async () => {
    const { id } = sandbox.airtable.add('Leads', { Phone: '+12125551001', Name: 'Ada', Status: 'my own' });
    await wish(2);
    await work.flusher.flush();
    expect(phones()).toHaveLength(2);
    const told = heard.entries.find(({ record }) => record?.id === id);
    expect(told?.record?.cells.known).toMatchObject({ Name: 'Ada', Status: 'my own' });
  });

  it('wait until what has happened on calls is written', async () => {
    await wish(1);
    await database
      .transaction()
      .execute((transaction) => work.outbox.put(transaction, 'call', 'call-1', { CallStatus: 'completed' }));
    await work.flusher.flush();
    const writes = sandbox.airtable.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
    expect(writes.map((path) => /(\w+)\??$/.exec(path)?.[1])).toEqual(['Calls', 'Leads']);
  });
});
