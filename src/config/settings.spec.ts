import { readEnvironment } from './read-environment';
import {
  AccessSettings,
  AirtableSettings,
  CampaignSettings,
  RetentionSettings,
  ScriptSettings,
  ServerSettings,
  SETTINGS,
  TelephonySettings,
} from './settings';

describe('the settings', () => {
  it('can all be made of a default environment', () => {
    for (const slice of SETTINGS) expect(new slice(readEnvironment({}))).toBeInstanceOf(slice);
  });

  it('listen on loopback in the sandbox and everywhere live, unless told otherwise', () => {
    const live = Object.assign(readEnvironment({}), { LAURA_MODE: 'live' as const });
    expect(new ServerSettings(readEnvironment({})).host).toBe('127.0.0.1');
    expect(new ServerSettings(live).host).toBe('0.0.0.0');
    expect(new ServerSettings(readEnvironment({ HOST: '10.0.0.1' })).host).toBe('10.0.0.1');
  });

  it('take trailing slashes off addresses', () => {
    const environment = readEnvironment({
      PUBLIC_URL: 'https://laura.example.com//',
      AIRTABLE_ENDPOINT_URL: 'http://localhost:4001/',
      VAPI_BASE_URL: 'http://localhost:4002/',
    });
    expect(new ServerSettings(environment).publicUrl).toBe('https://laura.example.com');
    expect(new AirtableSettings(environment).endpointUrl).toBe('http://localhost:4001');
    expect(new TelephonySettings(environment).baseUrl).toBe('http://localhost:4002');
  });

  it('split phone ids', () => {
    const settings = new TelephonySettings(readEnvironment({ VAPI_PHONE_ID: 'a , b,c' }));
    expect(settings.phoneIds).toEqual(['a', 'b', 'c']);
    expect(new TelephonySettings(readEnvironment({})).phoneIds).toEqual([]);
  });

  it('know the Twilio account only where calls go over it, and its token for signatures always', () => {
    const account = {
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_FROM_NUMBER: '+14155550123',
    };
    const vapi = new TelephonySettings(readEnvironment(account));
    expect(vapi).toMatchObject({ twilio: undefined, twilioAuthToken: 'secret' });
    const twilio = new TelephonySettings(readEnvironment({ ...account, TELEPHONY_PROVIDER: 'twilio' }));
    expect(twilio.twilio).toEqual({
      accountSid: 'AC1',
      authToken: 'secret',
      fromNumber: '+14155550123',
      baseUrl: 'https://api.twilio.com',
    });
  });

  it('read maps, hours and delays', () => {
    const environment = readEnvironment({
      AIRTABLE_FIELD_MAP: '{"Phone":"Mobile"}',
      PROMPT_VARIABLES: '{"product":"solar"}',
      CALLING_HOURS: 'mon 09:00-10:00',
      RETRY_DELAYS: 'busy=1m',
    });
    expect(new AirtableSettings(environment).fieldMap).toEqual({ Phone: 'Mobile' });
    expect(new ScriptSettings(environment).variables).toEqual({ product: 'solar' });
    const campaign = new CampaignSettings(environment);
    expect(campaign.callingHours?.[0]).toEqual([{ startMinute: 540, endMinute: 600 }]);
    expect(campaign.retryDelays.busy).toEqual([60_000]);
    expect(new CampaignSettings(readEnvironment({})).callingHours).toBeUndefined();
  });

  it('keep what is private for 90 days, unless told otherwise', () => {
    expect(new RetentionSettings(readEnvironment({})).days).toBe(90);
    expect(new RetentionSettings(readEnvironment({ RETENTION_DAYS: '30' })).days).toBe(30);
    for (const days of ['0', '1.5', 'for ever'])
      expect(() => readEnvironment({ RETENTION_DAYS: days })).toThrow('RETENTION_DAYS');
  });

  it('accept the current webhook secret first, then the one before it', () => {
    const [current, previous] = ['current-secret-16-chars', 'previous-secret-16-chars'];
    const both = readEnvironment({ WEBHOOK_SECRET: current, WEBHOOK_SECRET_PREVIOUS: previous });
    expect(new AccessSettings(both).webhookSecrets).toEqual([current, previous]);
    expect(new AccessSettings(readEnvironment({})).webhookSecrets).toEqual([]);
  });
});
