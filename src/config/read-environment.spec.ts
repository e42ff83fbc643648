import { EnvironmentError, readEnvironment } from './read-environment';

type Variables = Record<string, string | undefined>;

const LIVE: Variables = {
  LAURA_MODE: 'live',
  PUBLIC_URL: 'https://laura.example.com',
  AIRTABLE_API_KEY: 'patSecretSecret',
  AIRTABLE_BASE_ID: 'appABC123',
  VAPI_API_TOKEN: 'vapi-secret',
  VAPI_PHONE_ID: 'phone-1, phone-2',
  WEBHOOK_SECRET: 'webhook-secret-of-some-length',
  ADMIN_TOKEN: 'admin-token-of-some-length',
  SELLER_LEGAL_NAME: 'Example Inc.',
  CALLBACK_NUMBER: '+14155550123',
};

function faultsOf(variables: Variables) {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.faults;
    throw error;
  }
  return [];
}

const faultyVariables = (variables: Variables) => faultsOf(variables).map((fault) => fault.variable);

describe('readEnvironment', () => {
  it('needs nothing for a sandbox', () => {
    expect(readEnvironment({})).toMatchObject({
      LAURA_MODE: 'sandbox',
      PORT: 3000,
      DATA_DIR: './data',
      LOG_LEVEL: 'info',
      CAMPAIGN_NAME: 'default',
      MAX_CONCURRENT_CALLS: 10,
      CALLS_PER_SECOND: 1,
      MAX_ATTEMPTS: 3,
      MAX_CALL_DURATION: 600,
      CALL_PURPOSE: 'marketing',
      SANDBOX_SPEED: 30,
      SANDBOX_LEADS: 200,
    });
  });

  it('takes an empty value for an unset one', () => {
    expect(readEnvironment({ PORT: '', LOG_LEVEL: '  ', DATABASE_URL: '' })).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'info',
    });
    expect(readEnvironment({ DATABASE_URL: '' }).DATABASE_URL).toBeUndefined();
  });

  it('reads numbers as numbers', () => {
    const environment = readEnvironment({
      PORT: '0',
      CALLS_PER_SECOND: '0.5',
      DAILY_BUDGET_USD: '12.5',
      CAMPAIGN_NAME: '7',
    });
    expect(environment).toMatchObject({
      PORT: 0,
      CALLS_PER_SECOND: 0.5,
      DAILY_BUDGET_USD: 12.5,
      CAMPAIGN_NAME: '7',
    });
  });

  it('lets other variables of the machine be', () => {
    expect(faultsOf({ PATH: '/bin', HOME: '/root', SOME_OTHER: 'x' })).toEqual([]);
  });

  it('accepts a complete live configuration', () => {
    expect(faultsOf(LIVE)).toEqual([]);
    expect(faultsOf({ ...LIVE, NODE_ENV: 'production' })).toEqual([]);
  });

  it.each(Object.keys(LIVE).filter((name) => name !== 'LAURA_MODE'))('demands %s live', (name) => {
    const faults = faultsOf({ ...LIVE, [name]: undefined });
    expect(faults).toEqual([
      { variable: name, found: 'nothing', accepted: expect.stringContaining('required live') as string },
    ]);
  });

  it('needs no Airtable for local leads', () => {
    const { AIRTABLE_API_KEY: _key, AIRTABLE_BASE_ID: _base, ...others } = LIVE;
    expect(faultsOf({ ...others, LEAD_SOURCE: 'local' })).toEqual([]);
    expect(faultyVariables(others)).toEqual(['AIRTABLE_API_KEY', 'AIRTABLE_BASE_ID']);
  });

  it.each([
    ['LAURA_MODE', 'production'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'http://laura.example.com'],
    ['DATABASE_URL', 'mysql://x'],
    ['LEAD_SOURCE', 'csv'],
    ['LOG_LEVEL', 'verbose'],
    ['LOG_FORMAT', 'xml'],
    ['AIRTABLE_BASE_ID', 'tbl123'],
    ['AIRTABLE_ENDPOINT_URL', 'api.airtable.com'],
    ['AIRTABLE_FIELD_MAP', '{"Phone":1}'],
    ['VAPI_PHONE_ID', 'a,,b'],
    ['VAPI_BASE_URL', 'nonsense'],
    ['WEBHOOK_SECRET', 'short'],
    ['WEBHOOK_SECRET_PREVIOUS', 'short'],
    ['ADMIN_TOKEN', 'fifteen-charact'],
    ['CAMPAIGN_NAME', 'a/b'],
    ['PROMPT_VARIABLES', '[]'],
    ['CALLBACK_NUMBER', '415 555 0123'],
    ['CALL_PURPOSE', 'survey'],
    ['MAX_CONCURRENT_CALLS', '0'],
    ['CALLS_PER_SECOND', '0'],
    ['CALLS_PER_SECOND', '1e3'],
    ['CALLING_HOURS', 'always'],
    ['MAX_ATTEMPTS', '21'],
    ['RETRY_DELAYS', 'busy=soon'],
    ['MAX_ATTEMPTS_PER_DAY', '0'],
    ['NUMBER_DAILY_CAP', '0'],
    ['TWILIO_BASE_URL', 'api.twilio.com'],
    ['DAILY_BUDGET_USD', '-1'],
    ['DAILY_BUDGET_USD', 'Infinity'],
    ['MAX_CALL_COST_USD', '0'],
    ['MAX_CALL_DURATION', '9'],
    ['TELEPHONY_PROVIDER', 'plivo'],
    ['TWILIO_ACCOUNT_SID', 'XX1'],
    ['TWILIO_FROM_NUMBER', '0'],
    ['SANDBOX_NOW', 'yesterday'],
    ['SANDBOX_SPEED', '0'],
    ['SANDBOX_LEADS', '-1'],
    ['CLOCK_START', '2026-11-24'],
  ])('refuses %s=%s', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults.map((fault) => fault.variable)).toEqual([name]);
    expect(faults[0]?.accepted).not.toMatch(/^(another value|\w+ must)/);
  });

  it('tells of all faults at once', () => {
    expect(
      faultyVariables({ ...LIVE, PORT: 'x', LOG_LEVEL: 'x', ADMIN_TOKEN: undefined }).toSorted(),
    ).toEqual(['ADMIN_TOKEN', 'LOG_LEVEL', 'PORT']);
  });

  it('says what was found, but never of a secret', () => {
    expect(faultsOf({ PORT: '99999' })[0]?.found).toBe('`99999`');
    const secrets = {
      ADMIN_TOKEN: 'too-short-1',
      WEBHOOK_SECRET: 'too-short-2',
      DATABASE_URL: 'mysql://u:too-short-3@h/d',
    };
    let message = '';
    try {
      readEnvironment(secrets);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('ADMIN_TOKEN: found a value of 11 characters; accepted: 16 characters or more');
    expect(message).not.toContain('too-short');
  });

  it('cuts a long value short', () => {
    expect(faultsOf({ CALLING_HOURS: 'x'.repeat(1_000) })[0]?.found.length).toBeLessThan(100);
  });

  it('demands that the mode be said outright in production, or where live keys are present', () => {
    expect(faultyVariables({ NODE_ENV: 'production' })).toEqual(['LAURA_MODE']);
    expect(faultyVariables({ VAPI_API_TOKEN: 'x' })).toEqual(['LAURA_MODE']);
    expect(faultyVariables({ AIRTABLE_API_KEY: 'x' })).toEqual(['LAURA_MODE']);
    expect(faultyVariables({ NODE_ENV: 'production', LAURA_MODE: 'sandbox' })).toEqual([]);
  });

  it('refuses a clock of its own in production', () => {
    const variables = { LAURA_MODE: 'sandbox', CLOCK_START: '2026-11-24T17:00:00Z' };
    expect(faultyVariables(variables)).toEqual([]);
    expect(faultyVariables({ ...variables, NODE_ENV: 'production' })).toEqual(['CLOCK_START']);
  });

  it.each([
    ['PROMPT_TEMPLATE', 'PROMPT_FILE'],
    ['FIRST_MESSAGE_TEMPLATE', 'FIRST_MESSAGE_FILE'],
  ])('refuses %s beside %s', (inline, file) => {
    expect(faultyVariables({ [inline]: 'x', [file]: 'y' })).toEqual([inline]);
    expect(faultyVariables({ [inline]: 'x' })).toEqual([]);
  });

  it('demands the Twilio account, and no VAPI number, for calls over Twilio', () => {
    const twilio = { ...LIVE, TELEPHONY_PROVIDER: 'twilio', VAPI_PHONE_ID: undefined };
    expect(faultyVariables(twilio).toSorted()).toEqual([
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_FROM_NUMBER',
    ]);
    const account = {
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_FROM_NUMBER: '+14155550123',
    };
    expect(faultsOf({ ...twilio, ...account })).toEqual([]);
  });

  it('wants a secret wherever finished calls are posted, and quotes neither it nor the address', () => {
    const url = 'https://hooks.example.com/secret-path';
    expect(faultyVariables({ AUTOMATION_WEBHOOK_URL: url })).toEqual(['AUTOMATION_WEBHOOK_SECRET']);
    const secret = 'whsec_not-base64-at-all';
    const faults = faultsOf({
      AUTOMATION_WEBHOOK_URL: url.replace('s:', ':'),
      AUTOMATION_WEBHOOK_SECRET: secret,
    });
    expect(faults.map(({ variable }) => variable).toSorted()).toEqual([
      'AUTOMATION_WEBHOOK_SECRET',
      'AUTOMATION_WEBHOOK_URL',
    ]);
    expect(JSON.stringify(faults)).not.toMatch(/secret-path|not-base64/);
    expect(
      faultyVariables({ AUTOMATION_WEBHOOK_URL: url, AUTOMATION_WEBHOOK_SECRET: 'x'.repeat(16) }),
    ).toEqual([]);
  });
});
