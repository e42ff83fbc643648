import { readEnvironment } from '../config/read-environment';
import { TelephonySettings } from '../config/settings';
import { Sandbox, startSandbox } from '../sandbox/sandbox';
import { runChecks } from './run-checks';
import { telephonyChecks } from './telephony-check';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe(telephonyChecks.name, () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    const clock = { now: () => new Date('2026-06-01T15:00:00Z'), speed: 1 };
    sandbox = await startSandbox({ clock, leads: 0 });
  });
  afterAll(() => sandbox.close());

  async function look(variables: Record<string, string> = {}) {
    const { vapi, twilio } = sandbox;
    const environment = readEnvironment({
      LAURA_MODE: 'sandbox',
      VAPI_BASE_URL: vapi.url,
      VAPI_API_TOKEN: vapi.apiKey,
      VAPI_PHONE_ID: vapi.phoneNumberIds.join(','),
      TWILIO_BASE_URL: twilio.url,
      TWILIO_ACCOUNT_SID: twilio.accountSid,
      TWILIO_AUTH_TOKEN: twilio.authToken,
      TWILIO_FROM_NUMBER: twilio.number,
      ...variables,
    });
    const reports = await runChecks(telephonyChecks(new TelephonySettings(environment)));
    return Object.fromEntries(reports.map((report) => [report.name, report]));
  }

  it('is content with a key, its numbers, its assistant and a Twilio account, and places no call', async () => {
    const id = sandbox.vapi.saveAssistant({ name: 'Saved' });
    const reports = await look({ VAPI_ASSISTANT_ID: id, TELEPHONY_PROVIDER: 'twilio' });
    expect(Object.entries(reports).map(([name, { status }]) => [name, status])).toEqual([
      ['vapi-token', 'ok'],
      ['vapi-phone-numbers', 'ok'],
      ['vapi-assistant', 'ok'],
      ['twilio-account', 'ok'],
    ]);
    expect([sandbox.vapi.calls, sandbox.twilio.calls]).toEqual([[], []]);
    expect(sandbox.vapi.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('says which of the keys to take when VAPI refuses it', async () => {
    const reports = await look({ VAPI_API_TOKEN: 'the-public-key' });
    expect(reports['vapi-token']?.findings[0]?.remedy).toMatch(/VAPI_API_TOKEN.*private key/);
    expect(reports['vapi-phone-numbers']?.status).toBe('skip');
    expect(JSON.stringify(reports)).not.toContain('the-public-key');
  });

  it('says what to open when VAPI cannot be reached', async () => {
    const reports = await look({ VAPI_BASE_URL: 'http://127.0.0.1:1' });
    expect(reports['vapi-token']?.findings[0]?.remedy).toContain('VAPI_BASE_URL');
  });

  it('says which of several phone numbers to replace', async () => {
    const report = (await look({ VAPI_PHONE_ID: `${sandbox.vapi.phoneNumberId},${UNKNOWN}` }))[
      'vapi-phone-numbers'
    ];
    expect(report?.said).toBe('1 of 2 known to VAPI');
    expect(report?.findings).toHaveLength(1);
    expect(report?.findings[0]?.remedy).toMatch(new RegExp(`VAPI_PHONE_ID.*${UNKNOWN}`));
  });

  it('says to set or unset an assistant that VAPI does not know', async () => {
    const report = (await look({ VAPI_ASSISTANT_ID: UNKNOWN }))['vapi-assistant'];
    expect(report).toMatchObject({ status: 'fail' });
    expect(report?.findings[0]?.remedy).toMatch(/VAPI_ASSISTANT_ID.*unset/);
  });

  it('says where to find the credentials that Twilio refuses', async () => {
    const report = (await look({ TELEPHONY_PROVIDER: 'twilio', TWILIO_AUTH_TOKEN: 'wrong-token' }))[
      'twilio-account'
    ];
    expect(report?.findings[0]?.remedy).toMatch(/TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.*Twilio console/);
    expect(JSON.stringify(report)).not.toContain('wrong-token');
  });
});
