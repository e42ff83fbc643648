import { sql } from 'kysely';
import { anOpenDatabase, eventually, RealPostgres } from '../../test/support/database';
import { OpenDatabase } from './database';
import { JobQueue } from './job-queue';

let postgres: RealPostgres;

beforeAll(async () => {
  postgres = await RealPostgres.start();
});

afterAll(() => postgres.stop());

describe.each([
  ['PGlite', () => Promise.resolve(undefined)],
  ['PostgreSQL', () => postgres.url()],
])('JobQueue on %s', (_name, urlOf) => {
  let open: OpenDatabase;
  let jobs: JobQueue;
  const errors: Error[] = [];

  beforeAll(async () => {
    open = await anOpenDatabase(await urlOf());
    jobs = new JobQueue(open.queue, (error) => errors.push(error));
    await jobs.start(['letters']);
  });

  afterAll(async () => {
    await jobs.stop();
    await open.database.destroy();
  });

  it('hands over a job whose transaction is committed, and none whose transaction is rolled back', async () => {
    const heard: unknown[] = [];
    const rolledBack = open.database.transaction().execute(async (transaction) => {
      await jobs.enqueue(transaction, 'letters', { id: 'rolled back' });
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    await open.database
      .transaction()
      .execute((transaction) => jobs.enqueue(transaction, 'letters', { id: 'committed' }));
    const stored = sql<{ data: unknown }>`select data from jobs.job where name = 'letters'`;
    expect((await stored.execute(open.database)).rows).toEqual([{ data: { id: 'committed' } }]);
    await jobs.work('letters', async (data) => {
      heard.push(data);
    });
    await eventually('a job is handed over', () => heard.length > 0);
    expect(heard).toEqual([{ id: 'committed' }]);
    expect(errors).toEqual([]);
  });

  it('brings a job again whose handler failed', async () => {
    await jobs.stop();
    jobs = new JobQueue(open.queue, (error) => errors.push(error));
    await jobs.start(['letters', 'failing']);
    let tries = 0;
    await jobs.work('failing', async () => {
      tries += 1;
      if (tries === 1) throw new Error('the first time');
    });
    await open.database
      .transaction()
      .execute((transaction) => jobs.enqueue(transaction, 'failing', { id: 'twice' }));
    await eventually('the job is handed over twice', () => tries === 2);
  });
});
