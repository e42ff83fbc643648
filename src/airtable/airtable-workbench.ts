import { AddressInfo } from 'node:net';
import { createServer, RequestListener, Server } from 'node:http';
import { ExternalApis } from '../common/external-apis';
import { DEFAULT_POLICY, ExternalPolicyOptions } from '../common/external-policy';
import { FakeClock } from '../common/fake-clock';
import { Metrics } from '../common/metrics';
import { Replica } from '../common/replica';
import { readEnvironment } from '../config/read-environment';
import { AirtableSettings, CampaignSettings, DatabaseSettings } from '../config/settings';
import { Database, openDatabase } from '../persistence/database';
import { Leases } from '../persistence/leases';
import { migrate } from '../persistence/migrate';
import { AirtableAccess } from './airtable-access';
import { AirtableClient } from './airtable-client';
import { AirtableGateway } from './airtable-gateway';
import { AirtableRateLimiter } from './airtable-rate-limiter';
import { Outbox } from './outbox';
import { OutboxFlusher } from './outbox-flusher';
import { OutboxPace } from './outbox-pace';
import { OutboxRows } from './outbox-rows';
import { OutboxWriter } from './outbox-writer';
import { AirtableSchema } from './schema-check';
import { IN_MEMORY } from '../../test/support/memory';

/** Short enough for a test, long enough for a loopback request on a busy machine. */
const IMPATIENT: ExternalPolicyOptions = {
  ...DEFAULT_POLICY,
  timeoutMs: 1_000,
  maxRetries: 1,
  firstDelayMs: 5,
  maxDelayMs: 50,
  breakAfter: 20,
  halfOpenAfterMs: 50,
};

export interface WorkbenchOptions {
  readonly variables?: Record<string, string>;
  readonly policy?: Partial<ExternalPolicyOptions>;
  readonly penaltyMs?: number;
}

/** For tests: the database in memory. */
export async function memoryDatabase(): Promise<Database> {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: IN_MEMORY }));
  const { database } = await openDatabase(settings, () => undefined);
  await migrate(database);
  return database;
}

/** For tests: everything of this module as one replica has it, towards an Airtable of the test's own. */
export class AirtableWorkbench {
  readonly apis = new ExternalApis();
  readonly clock = new FakeClock('2026-06-01T15:00:00Z');
  readonly settings: AirtableSettings;
  readonly limiter: AirtableRateLimiter;
  readonly client: AirtableClient;
  readonly gateway: AirtableGateway;
  readonly schema: AirtableSchema;
  readonly outbox: Outbox;
  readonly flusher: OutboxFlusher;

  constructor(
    readonly database: Database,
    airtable: { readonly url: string; readonly apiKey?: string; readonly baseId?: string },
    { variables = {}, policy = {}, penaltyMs = 150 }: WorkbenchOptions = {},
  ) {
    const environment = readEnvironment({
      LAURA_MODE: 'sandbox',
      AIRTABLE_ENDPOINT_URL: airtable.url,
      AIRTABLE_API_KEY: airtable.apiKey ?? 'patTest',
      AIRTABLE_BASE_ID: airtable.baseId ?? 'appTest',
      ...variables,
    });
    this.settings = new AirtableSettings(environment);
    const campaign = new CampaignSettings(environment);
    const access = new AirtableAccess(this.apis, this.clock);
    this.limiter = new AirtableRateLimiter(database, this.settings.baseId, {
      spacingMs: 1,
      maxWaitMs: 5_000,
    });
    const options = { policy: { ...IMPATIENT, ...policy }, penaltyMs };
    this.client = new AirtableClient(this.settings, this.limiter, access, new Metrics(), options);
    this.gateway = new AirtableGateway(this.client, access);
    this.schema = new AirtableSchema(this.gateway, this.settings, this.apis, this.clock);
    this.outbox = new Outbox(campaign);
    this.flusher = new OutboxFlusher(
      new OutboxRows(database, campaign),
      new OutboxWriter(this.gateway, this.schema),
      this.schema,
      database,
      new Leases(database),
      new Replica('replica-1'),
      campaign,
      new OutboxPace(0),
    );
  }

  /** The words of every fault that stands. */
  get faults(): string[] {
    return this.apis.faults('airtable').map(({ message }) => message);
  }
}

/** For tests: a server whose answers the test writes itself. */
export class ScriptedServer {
  private constructor(private readonly server: Server) {}

  static async listen(answer: RequestListener): Promise<ScriptedServer> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ScriptedServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async connections(): Promise<number> {
    return await new Promise((resolve, reject) =>
      this.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Awaits a fact, five seconds at most. */
export async function eventually(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = performance.now() + 5_000; performance.now() < deadline;) {
    if (await isTrue()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It did not come true within five seconds');
}
