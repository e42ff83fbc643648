import { ConsoleLogger, Logger } from '@nestjs/common';
import { Test, TestingModule } from '@nestjs/testing';
import { sql } from 'kysely';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { eventually } from '../../test/support/database';
import { IN_MEMORY } from '../../test/support/memory';
import { CommonModule } from '../common/common.module';
import { FakeClock } from '../common/fake-clock';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { Database } from '../persistence/database';
import { JobQueue } from '../persistence/job-queue';
import { NotificationsModule } from './notifications.module';
import { Notification, Notifier } from './notifier';

const HOT: Notification = {
  kind: 'hot-lead',
  text: 'Lead lead-1 is hot.',
  path: '/#/leads/lead-1',
  dedupKey: 'hot-lead:call-1',
};

/** What an operator's chat is: takes texts, and answers as it is told to. */
class Chat {
  readonly texts: string[] = [];
  /** The status and headers of the next answers; 200 after that. */
  readonly answers: [number, Record<string, string>?][] = [];
  readonly #server: Server = createServer((request, response) => void this.take(request, response));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/services/T0/B0/secret`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.texts.push((JSON.parse(Buffer.concat(chunks).toString()) as { text: string }).text);
    const [status, headers] = this.answers.shift() ?? [200];
    response.writeHead(status, headers).end(status === 200 ? 'ok' : 'no_service');
  }
}

describe('notifications', () => {
  let chat: Chat;
  let app: TestingModule | undefined;
  let database: Database;
  let url: string;

  beforeEach(async () => {
    chat = new Chat();
    url = await chat.open();
  });

  afterEach(async () => {
    await app?.get(JobQueue, { strict: false }).stop();
    await database.destroy();
    await chat.close();
    app = undefined;
  });

  async function start(variables: Record<string, string>): Promise<Notifier> {
    const environment = readEnvironment({
      DATA_DIR: IN_MEMORY,
      PUBLIC_URL: 'https://laura.example.com',
      CAMPAIGN_NAME: 'autumn sale',
      ...variables,
    });
    const clock = new FakeClock('2026-06-10T16:00:00Z');
    app = await Test.createTestingModule({
      imports: [CommonModule.with(clock), ConfigModule.for(environment), NotificationsModule],
    })
      .setLogger(new ConsoleLogger('test', { logLevels: [] }))
      .compile();
    database = app.get(Database, { strict: false });
    await app.init();
    return app.get(Notifier);
  }

  async function tell(notifier: Notifier, ...notifications: Notification[]): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      for (const notification of notifications) await notifier.notify(transaction, notification);
    });
  }

  it('arrive as text with the campaign and a link', async () => {
    await tell(await start({ NOTIFY_WEBHOOK_URL: url }), HOT);
    await eventually('the chat is told', () => chat.texts.length > 0);
    expect(chat.texts).toEqual([
      '[autumn sale] Lead lead-1 is hot. https://laura.example.com/#/leads/lead-1',
    ]);
  });

  it('are told once for each event, and not at all when what they tell of did not come about', async () => {
    const notifier = await start({ NOTIFY_WEBHOOK_URL: url });
    const undone = database.transaction().execute(async (transaction) => {
      await notifier.notify(transaction, { ...HOT, text: 'Undone.', dedupKey: 'undone' });
      throw new Error('rolled back');
    });
    await expect(undone).rejects.toThrow('rolled back');
    await tell(notifier, HOT, HOT);
    await tell(notifier, HOT);
    await tell(notifier, { ...HOT, text: 'The last one.', dedupKey: 'last' });
    await eventually('the last one is told', () => chat.texts.some((text) => text.includes('last one')));
    const kept = sql<{
      count: number;
    }>`select count(*)::int as count from jobs.job where name like 'notify/%'`;
    expect((await kept.execute(database)).rows).toEqual([{ count: 2 }]);
    expect(chat.texts).toHaveLength(2);
  });

  it('are repeated until the chat takes them, after as long as it asks for', async () => {
    chat.answers.push([503], [429, { 'retry-after': '1' }]);
    await tell(await start({ NOTIFY_WEBHOOK_URL: url }), HOT);
    await eventually('the chat has taken it', () => chat.texts.length === 3);
  });

  it('are dropped with one line for the operator when the chat refuses them for good', async () => {
    chat.answers.push([404]);
    const notifier = await start({ NOTIFY_WEBHOOK_URL: url });
    const lines: string[] = [];
    const logger = new ConsoleLogger();
    logger.error = (...told: unknown[]) => void lines.push(inspect(told));
    Logger.overrideLogger(logger);
    await tell(notifier, HOT);
    await eventually('it is dropped', () => lines.length > 0);
    Logger.overrideLogger(false);
    expect(chat.texts).toHaveLength(1);
    expect(lines).toEqual([expect.stringContaining('check NOTIFY_WEBHOOK_URL')]);
    expect(lines[0]).not.toContain('secret');
  });

  it('are not even queued where there is nobody to tell', async () => {
    const notifier = await start({});
    const jobs = app?.get(JobQueue, { strict: false });
    await tell(notifier, HOT);
    await jobs?.start(['another']);
    const kept = sql<{ count: number }>`select count(*)::int as count from jobs.job`;
    expect((await kept.execute(database)).rows).toEqual([{ count: 0 }]);
  });
});
