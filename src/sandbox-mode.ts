import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Clock, RunningClock } from './common/clock';
import { allJurisdictions } from './compliance/jurisdictions';
import { parseInstant } from './config/checks';
import { Environment } from './config/environment';
import { journaledTime, Sandbox, startSandbox } from './sandbox/sandbox';

/** The sandbox running, and what the service needs to know to take it for the real thing. */
export interface SandboxMode {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly environment: Environment;
}

/**
 * Starts the simulated Airtable, VAPI and Twilio and points the environment at them. Everything behind speaks to them through
 * the same clients as live. State is kept under `DATA_DIR/sandbox`, so a killed sandbox goes on where it was.
 */
export async function enterSandbox(given: Environment, realNow: Date): Promise<SandboxMode> {
  const folder = join(given.DATA_DIR, 'sandbox');
  mkdirSync(folder, { recursive: true });
  const clock = new RunningClock(sandboxTime(given, realNow), given.SANDBOX_SPEED);
  // Local leads come by import.
  const leads = given.LEAD_SOURCE === 'local' ? 0 : given.SANDBOX_LEADS;
  const sandbox = await startSandbox({ clock, leads, journalDirectory: folder });
  const secrets = keptSecrets(join(folder, 'secrets.json'));
  const port = given.PORT === 0 ? await freePort() : given.PORT;
  const environment = Object.assign(new Environment(), given, {
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: folder,
    AIRTABLE_ENDPOINT_URL: sandbox.airtable.url,
    AIRTABLE_API_KEY: sandbox.airtable.apiKey,
    AIRTABLE_BASE_ID: sandbox.airtable.baseId,
    VAPI_BASE_URL: sandbox.vapi.url,
    VAPI_API_TOKEN: sandbox.vapi.apiKey,
    VAPI_PHONE_ID: sandbox.vapi.phoneNumberId,
    TWILIO_BASE_URL: sandbox.twilio.url,
    TWILIO_ACCOUNT_SID: sandbox.twilio.accountSid,
    TWILIO_AUTH_TOKEN: sandbox.twilio.authToken,
    TWILIO_FROM_NUMBER: sandbox.twilio.number,
    WEBHOOK_SECRET: given.WEBHOOK_SECRET ?? secrets.webhook,
    ADMIN_TOKEN: given.ADMIN_TOKEN ?? secrets.admin,
    COMPLIANCE_FILE: given.COMPLIANCE_FILE ?? exampleRules(folder),
  });
  return { sandbox, clock, environment };
}

/** The time at which the sandbox goes on, or begins. */
export function sandboxTime({ DATA_DIR, SANDBOX_NOW }: Environment, realNow: Date): Date {
  return (
    journaledTime(join(DATA_DIR, 'sandbox')) ?? parseInstant(SANDBOX_NOW ?? '') ?? weekdayMorning(realNow)
  );
}

/** The last Tuesday at 17:00 UTC: late morning to early afternoon all over the continental United States. */
function weekdayMorning(realNow: Date): Date {
  const tuesday = new Date(realNow);
  tuesday.setUTCHours(17, 0, 0, 0);
  tuesday.setUTCDate(tuesday.getUTCDate() - ((tuesday.getUTCDay() + 5) % 7));
  return tuesday;
}

/** Calls in flight over a restart carry the webhook secret of before: it has to stay the same. */
function keptSecrets(file: string): { webhook: string; admin: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { webhook: string; admin: string };
  } catch {
    const secrets = { webhook: randomBytes(24).toString('hex'), admin: randomBytes(24).toString('hex') };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    return secrets;
  }
}

/** The make-believe operator holds every registration there is; the file also shows how one is attested. */
function exampleRules(folder: string): string {
  const file = join(folder, 'compliance.json');
  const registrations = allJurisdictions()
    .filter(({ registration }) => registration !== undefined)
    .map(({ code }) => ({
      jurisdiction: code,
      number: 'EXAMPLE-1',
      attestedBy: 'The sandbox',
      attestedOn: '2020-01-01',
    }));
  writeFileSync(file, `${JSON.stringify({ registrations, stricter: [], overrides: [] }, null, 2)}\n`);
  return file;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
