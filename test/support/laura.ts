import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { OutboxPace } from '../../src/airtable/outbox-pace';
import { AppModule } from '../../src/app.module';
import { OPEN_STATES } from '../../src/call-log/attempt-state';
import { Clock, RunningClock } from '../../src/common/clock';
import { readEnvironment } from '../../src/config/read-environment';
import { createApp } from '../../src/configure-app';
import { Database } from '../../src/persistence/database';
import { Sandbox, SandboxOptions, startSandbox } from '../../src/sandbox/sandbox';
import { IN_MEMORY } from './memory';

export const WEBHOOK_SECRET = 'webhook-secret-of-the-tests';
export const ADMIN_TOKEN = 'admin-token-of-the-tests';
/** A Tuesday, 12:00 in New York and 09:00 in Los Angeles: everyone in the continental United States may be called. */
export const TUESDAY_NOON = '2026-11-24T17:00:00Z';

export interface LauraOptions {
  readonly clock?: Clock;
  readonly sandbox?: Partial<Omit<SandboxOptions, 'clock'>>;
  /** Over and above what points the service at the simulators. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The whole service over the simulators, all in this process but speaking HTTP. */
export interface RunningLaura {
  readonly app: NestFastifyApplication;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly url: string;
  close(): Promise<void>;
}

export async function startLaura(options: LauraOptions = {}): Promise<RunningLaura> {
  const clock = options.clock ?? new RunningClock(new Date(TUESDAY_NOON), 60);
  const sandbox = await startSandbox({ clock, leads: 0, ...options.sandbox });
  const { app, url } = await startService(sandbox, clock, options.variables).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  const close = async () => {
    await app.close();
    await sandbox.close();
  };
  return { app, sandbox, clock, url, close };
}

/** A service beside simulators that run already: a second replica, or one that starts again. */
export async function startService(
  sandbox: Sandbox,
  clock: Clock,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ app: NestFastifyApplication; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = readEnvironment({
    ...liveVariables(sandbox, port),
    DATA_DIR: IN_MEMORY,
    ...variables,
  });
  const app = await createApp(AppModule.for(environment, clock), process.env.TEST_LOG ? undefined : false);
  // Campaigns at many times the speed of life: what waits for company would wait for hours.
  Object.assign(app.get(OutboxPace), { betweenMs: 0 });
  await app.listen(port, '127.0.0.1');
  return { app, url };
}

/** What an operator would set to run live against these addresses. */
export function liveVariables(sandbox: Sandbox, port: number): Record<string, string> {
  return {
    LAURA_MODE: 'live',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'warn',
    AIRTABLE_ENDPOINT_URL: sandbox.airtable.url,
    AIRTABLE_API_KEY: sandbox.airtable.apiKey,
    AIRTABLE_BASE_ID: sandbox.airtable.baseId,
    VAPI_BASE_URL: sandbox.vapi.url,
    VAPI_API_TOKEN: sandbox.vapi.apiKey,
    VAPI_PHONE_ID: sandbox.vapi.phoneNumberId,
    WEBHOOK_SECRET,
    ADMIN_TOKEN,
    SELLER_LEGAL_NAME: 'Sunny Roofs Inc.',
    COMPLIANCE_FILE: resolve('test', 'support', 'compliance.json'),
    CALLBACK_NUMBER: '+12025550100',
    CALLS_PER_SECOND: '10',
  };
}

/** Over and above those: calls go over the simulated Twilio account. */
export function twilioVariables({ twilio }: Sandbox): Record<string, string> {
  return {
    TELEPHONY_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM_NUMBER: twilio.number,
    TWILIO_BASE_URL: twilio.url,
  };
}

export async function freePort(): Promise<number> {
  // Below those that the system gives out by itself: one of those may be somebody's by the time that it is used.
  for (;;) {
    const port = randomInt(15_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/**
 * Waits for a fact, not for a time: polls until `fact` is truthy.
 * @param state told when the deadline passes first, to find out why
 */
export async function until<T>(
  what: string,
  fact: () => Promise<T> | T,
  withinMs = 60_000,
  state: () => unknown = () => '',
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await fact();
    if (value) return value;
    if (performance.now() > deadline)
      throw new Error(`Not within ${withinMs} ms: ${what} ${JSON.stringify(await state())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether every call is over, every outcome decided and every write made. */
export async function allWritten({ app, sandbox }: Pick<RunningLaura, 'app' | 'sandbox'>): Promise<boolean> {
  if (sandbox.vapi.calls.some(({ status }) => status !== 'ended') || sandbox.vapi.isDelivering) return false;
  const database = app.get(Database);
  const open = await database.selectFrom('attempts').select('id').where('state', 'in', OPEN_STATES).execute();
  const waiting = await database.selectFrom('outbox').select('key').execute();
  const unsettled = await database
    .selectFrom('webhook_events')
    .select('id')
    .where('processed_at', 'is', null)
    .execute();
  return open.length + waiting.length + unsettled.length === 0;
}
