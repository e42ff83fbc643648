import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from './config/read-environment';
import { enterSandbox, SandboxMode } from './sandbox-mode';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laura-sandbox-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function enter(
  variables: Record<string, string> = {},
  realNow = '2026-11-22T09:00:00Z',
): Promise<SandboxMode> {
  const environment = readEnvironment({ DATA_DIR: folder, SANDBOX_LEADS: '3', PORT: '0', ...variables });
  const mode = await enterSandbox(environment, new Date(realNow));
  await mode.sandbox.close();
  return mode;
}

describe('enterSandbox', () => {
  it('points the environment at services of its own, on loopback', async () => {
    const { environment, sandbox } = await enter();
    for (const url of [
      environment.AIRTABLE_ENDPOINT_URL,
      environment.VAPI_BASE_URL,
      environment.TWILIO_BASE_URL,
      environment.PUBLIC_URL,
    ]) {
      expect(new URL(url ?? '').hostname).toBe('127.0.0.1');
    }
    expect(environment.PORT).toBeGreaterThan(0);
    expect(environment.PUBLIC_URL).toBe(`http://127.0.0.1:${environment.PORT}`);
    expect([environment.AIRTABLE_API_KEY, environment.VAPI_API_TOKEN]).toEqual([
      sandbox.airtable.apiKey,
      sandbox.vapi.apiKey,
    ]);
    const { accountSid, authToken, number } = sandbox.twilio;
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM_NUMBER } = environment;
    expect([TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM_NUMBER]).toEqual([
      accountSid,
      authToken,
      number,
    ]);
  });

  it.each([
    ['2026-11-22T09:00:00Z', '2026-11-17T17:00:00Z'],
    ['2026-11-24T01:00:00Z', '2026-11-24T17:00:00Z'],
    ['2026-11-30T23:00:00Z', '2026-11-24T17:00:00Z'],
  ])('begins, when it is %s, on the Tuesday morning of %s', async (realNow, start) => {
    const { clock } = await enter({ SANDBOX_SPEED: '1' }, realNow);
    const sinceMs = clock.now().getTime() - Date.parse(start);
    expect(sinceMs).toBeGreaterThanOrEqual(0);
    expect(sinceMs).toBeLessThan(60_000);
  });

  it('keeps the secrets of calls in flight over a restart, for the owner’s eyes only', async () => {
    const first = await enter();
    const second = await enter();
    expect(first.environment.WEBHOOK_SECRET).toMatch(/^[\da-f]{48}$/);
    expect(second.environment.WEBHOOK_SECRET).toBe(first.environment.WEBHOOK_SECRET);
    expect(second.environment.ADMIN_TOKEN).toBe(first.environment.ADMIN_TOKEN);
    const file = await stat(join(folder, 'sandbox', 'secrets.json'));
    expect(file.mode & 0o077).toBe(0);
  });

  it("prefers the operator's own words, and refuses nothing that a start needs", async () => {
    const given = { WEBHOOK_SECRET: 'my-own-webhook-secret', SELLER_LEGAL_NAME: 'Acme Ltd.' };
    const { environment } = await enter(given);
    expect(environment).toMatchObject(given);
    expect(environment.CALLBACK_NUMBER).toMatch(/^\+\d+$/);
  });
});
