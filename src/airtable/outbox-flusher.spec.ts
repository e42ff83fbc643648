import { Logger } from '@nestjs/common';
import { Database, Transaction } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { databaseNow } from '../persistence/sql';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { AirtableWorkbench, memoryDatabase } from './airtable-workbench';
import { CollectedLog } from './collected-log';
import { OutboxFields, OutboxTarget } from './outbox';
import { OutboxFlusher } from './outbox-flusher';
import { AcknowledgedEntry, OutboxListener } from './outbox-listener';

class Heard extends OutboxListener {
  readonly entries: AcknowledgedEntry[] = [];
  onHearing: (transaction: Transaction) => Promise<void> = () => Promise.resolve();

  async acknowledged(
    transaction: Transaction,
    _target: OutboxTarget,
    entries: readonly AcknowledgedEntry[],
  ): Promise<void> {
    await this.onHearing(transaction);
    this.entries.push(...entries);
  }
}

describe(OutboxFlusher.name, () => {
  let database: Database;
  let sandbox: Sandbox;
  let work: AirtableWorkbench;
  let heard: Heard;
  const log = new CollectedLog();

  beforeAll(async () => {
    database = await memoryDatabase();
    Logger.overrideLogger(log);
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    log.lines.length = 0;
    await database.deleteFrom('outbox').execute();
    await database.deleteFrom('leases').execute();
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 0, enforceRateLimit: false });
    work = new AirtableWorkbench(database, sandbox.airtable);
    heard = new Heard();
    work.flusher.register(heard);
  });
  afterEach(() => sandbox.close());

  function lead(name = 'Jane'): string {
    return sandbox.airtable.add('Leads', { Name: name }).id;
  }

  async function put(target: OutboxTarget, key: string, fields: OutboxFields): Promise<void> {
    await database.transaction().execute((transaction) => work.outbox.put(transaction, target, key, fields));
  }

  function cells(table: string): Record<string, unknown>[] {
    return sandbox.airtable.records(table).map(({ fields }) => fields);
  }

  async function waiting(): Promise<{ key: string; tries: number; last_error: string | null }[]> {
    return await database
      .selectFrom('outbox')
      .select(['key', 'tries', 'last_error'])
      .orderBy('created_at')
      .execute();
  }

  function writes(): number {
    return sandbox.airtable.requests.filter(({ method }) => method === 'PATCH').length;
  }

  it('writes leads and calls, ten to a request, and empties the outbox', async () => {
    for (let index = 0; index < 12; index++) await put('lead', lead(), { Attempts: index });
    for (let index = 0; index < 3; index++) await put('call', `call-${index}`, { CallStatus: 'busy' });
    expect(await work.flusher.flush()).toBe(15);
    expect(cells('Leads').map(({ Attempts }) => Attempts)).toEqual(expect.arrayContaining([1, 5, 11]));
    expect(cells('Calls').map(({ CallId }) => CallId)).toEqual(['call-0', 'call-1', 'call-2']);
    expect(await waiting()).toEqual([]);
    expect(writes()).toBe(3);
  });

  it('asks nothing of Airtable when nothing waits', async () => {
    expect(await work.flusher.flush()).toBe(0);
    expect(sandbox.airtable.requests).toHaveLength(0);
  });

  it('tells the listener what Airtable now holds, in its own form', async () => {
    const id = lead();
    await put('lead', id, {
      Status: 'retry',
      'Next Attempt At': '2026-06-02T10:00:00+02:00',
      'Callback At': null,
    });
    await work.flusher.flush();
    const fields = { Status: 'retry', 'Next Attempt At': '2026-06-02T08:00:00.000Z', 'Callback At': null };
    expect(heard.entries).toEqual([{ key: id, fields }]);
  });

  it('keeps what the listener could not take in, and writes it again', async () => {
    await put('lead', lead(), { Attempts: 1 });
    heard.onHearing = () => Promise.reject(new Error('deadlock'));
    await expect(work.flusher.flush()).rejects.toThrow('deadlock');
    expect(await waiting()).toHaveLength(1);
    heard.onHearing = () => Promise.resolve();
    expect(await work.flusher.flush()).toBe(1);
    expect(await waiting()).toEqual([]);
  });

  it('keeps a row that was merged while it was being written', async () => {
    const id = lead();
    await put('lead', id, { Attempts: 1 });
    heard.onHearing = async (transaction) => {
      heard.onHearing = () => Promise.resolve();
      await work.outbox.put(transaction, 'lead', id, { Attempts: 2 });
    };
    expect(await work.flusher.flush()).toBe(2);
    expect(cells('Leads')[0]?.Attempts).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  it('writes a value once more that was wished for again while it was being written', async () => {
    const id = lead();
    await put('lead', id, { Attempts: 1 });
    heard.onHearing = async (transaction) => {
      heard.onHearing = () => Promise.resolve();
      sandbox.airtable.edit('Leads', id, { Attempts: 5 });
      await work.outbox.put(transaction, 'lead', id, { Attempts: 1 });
    };
    expect(await work.flusher.flush()).toBe(2);
    expect(cells('Leads')[0]?.Attempts).toBe(1);
  });

  it('keeps a row that was withdrawn and put anew while it was being written', async () => {
    const id = lead();
    await put('lead', id, { Attempts: 1 });
    heard.onHearing = async (transaction) => {
      heard.onHearing = () => Promise.resolve();
      await work.outbox.withdraw(transaction, 'lead', id, ['Attempts']);
      await work.outbox.put(transaction, 'lead', id, { Notes: 'new' });
    };
    await work.flusher.flush();
    expect(cells('Leads')[0]).toMatchObject({ Notes: 'new' });
  });

  it('leaves everything where it is during an outage and makes no second row afterwards', async () => {
    await put('call', 'call-1', { CallStatus: 'busy' });
    await work.flusher.flush();
    await put('call', 'call-2', { CallStatus: 'busy' });
    sandbox.airtable.faults.lostResponses = true;
    expect(await work.flusher.flush()).toBe(0);
    expect(await waiting()).toEqual([{ key: 'call-2', tries: 0, last_error: null }]);
    sandbox.airtable.faults.lostResponses = false;
    expect(await work.flusher.flush()).toBe(1);
    expect(cells('Calls')).toHaveLength(2);
    expect(log.at('warn')).toHaveLength(1);
  });

  it('leaves everything where it is while the token may not write', async () => {
    await put('lead', lead(), { Attempts: 1 });
    sandbox.airtable.scopes.delete('data.records:write');
    expect(await work.flusher.flush()).toBe(0);
    expect(await waiting()).toHaveLength(1);
    expect(work.faults[0]).toContain('data.records:write');
  });

  it('leaves everything where it is while the monthly quota is spent', async () => {
    await put('lead', lead(), { Attempts: 1 });
    sandbox.airtable.faults.quotaExceeded = true;
    expect(await work.flusher.flush()).toBe(0);
    expect(await waiting()).toEqual([expect.objectContaining({ tries: 0 })]);
  });

  it('finds the row that Airtable refuses, puts it off and writes the others', async () => {
    const ids = Array.from({ length: 10 }, () => lead());
    for (const id of ids) await put('lead', id, { Attempts: id === ids[6] ? { no: 'number' } : 3 });
    expect(await work.flusher.flush()).toBe(9);
    expect(await waiting()).toEqual([
      { key: ids[6], tries: 1, last_error: expect.stringContaining('Attempts') },
    ]);
    const before = writes();
    expect(await work.flusher.flush()).toBe(0);
    expect(writes()).toBe(before);
    await database.updateTable('outbox').set({ due_at: databaseNow }).execute();
    await work.flusher.flush();
    expect(await waiting()).toEqual([expect.objectContaining({ tries: 2 })]);
  });

  it('drops what was for a deleted record, with a warning, and writes the others', async () => {
    const [gone, kept] = [lead(), lead()];
    await put('lead', gone, { Attempts: 1 });
    await put('lead', kept, { Attempts: 2 });
    sandbox.airtable.remove('Leads', gone);
    expect(await work.flusher.flush()).toBe(1);
    expect(await waiting()).toEqual([]);
    expect(heard.entries.map(({ key }) => key)).toEqual([kept]);
    expect(log.at('warn')).toEqual([expect.stringContaining(gone)]);
  });

  it('leaves out a column that Airtable does not know and writes the rest at once', async () => {
    sandbox.airtable.scopes.delete('schema.bases:read');
    sandbox.airtable.removeField('Leads', 'Last Outcome');
    const id = lead();
    await put('lead', id, { Attempts: 1, 'Last Outcome': 'busy' });
    expect(await work.flusher.flush()).toBe(1);
    expect(cells('Leads')[0]).toMatchObject({ Attempts: 1 });
    expect(heard.entries).toEqual([{ key: id, fields: { Attempts: 1 } }]);
    expect(log.at('warn')).toEqual([expect.stringContaining('Last Outcome')]);
  });

  it('writes the leads while the call log has no key column', async () => {
    sandbox.airtable.removeField('Calls', 'CallId');
    sandbox.airtable.scopes.delete('schema.bases:write');
    await put('call', 'call-1', { CallStatus: 'busy' });
    await put('lead', lead(), { Attempts: 1 });
    expect(await work.flusher.flush()).toBe(1);
    expect(await waiting()).toEqual([{ key: 'call-1', tries: 0, last_error: null }]);
  });

  it('cuts a transcript that is longer than Airtable keeps, and says so', async () => {
    await put('call', 'call-1', { Transcript: 'x'.repeat(120_000) });
    await work.flusher.flush();
    const transcript = String(cells('Calls')[0]?.Transcript);
    expect(transcript).toHaveLength(100_000);
    expect(transcript).toMatch(/\[cut: .*\]$/);
  });

  it('leaves the work to the replica that holds the lease', async () => {
    await put('lead', lead(), { Attempts: 1 });
    await new Leases(database).acquire('airtable-outbox:default', 'replica-2', 30_000);
    expect(await work.flusher.flush()).toBe(0);
    await new Leases(database).release('airtable-outbox:default', 'replica-2');
    expect(await work.flusher.flush()).toBe(1);
  });

  it('never runs twice at once in a process', async () => {
    await put('lead', lead(), { Attempts: 1 });
    expect(await Promise.all([work.flusher.flush(), work.flusher.flush()])).toEqual([1, 1]);
    expect(writes()).toBe(1);
  });

  it('begins nothing once the process is shutting down', async () => {
    await put('lead', lead(), { Attempts: 1 });
    await work.flusher.beforeApplicationShutdown();
    expect(await work.flusher.flush()).toBe(0);
    expect(writes()).toBe(0);
  });
});
