import { HttpService } from '@nestjs/axios';
import { ExternalApis } from '../../common/external-apis';
import { DEFAULT_POLICY, ExternalPolicy } from '../../common/external-policy';
import { FakeClock } from '../../common/fake-clock';
import { Metrics } from '../../common/metrics';
import { readEnvironment } from '../../config/read-environment';
import { AccessSettings, ScriptSettings, ServerSettings, TelephonySettings } from '../../config/settings';
import { CallOrder } from '../telephony-provider';
import { VapiClient } from './vapi-client';
import { VapiTelephonyProvider } from './vapi-telephony-provider';

/** As in production, but quick: 300 ms for an answer, retries after milliseconds. */
const POLICY = { ...DEFAULT_POLICY, timeoutMs: 300, firstDelayMs: 1, maxRetries: 2 };

/** For tests: an order to call Jane. */
export const ORDER: CallOrder = {
  attemptId: '01922a00-0000-7000-8000-000000000001',
  leadId: 'lead-7',
  campaign: 'autumn',
  phone: '+14155550123',
  customerName: 'Jane Doe',
  firstMessage: 'Hello Jane.',
  systemPrompt: 'You are Laura.',
};

/** For tests: the real adapter over real HTTP, configured as a deployment would be, for the server at `baseUrl`. */
export function providerFor(
  baseUrl: string,
  apis: ExternalApis,
  variables: Record<string, string> = {},
): VapiTelephonyProvider {
  const environment = readEnvironment({
    LAURA_MODE: 'sandbox',
    VAPI_API_TOKEN: 'private-token',
    VAPI_PHONE_ID: 'phone-a,phone-b',
    VAPI_BASE_URL: baseUrl,
    PUBLIC_URL: 'https://laura.example',
    WEBHOOK_SECRET: 'a-webhook-secret-of-ours',
    ...variables,
  });
  const telephony = new TelephonySettings(environment);
  const client = new VapiClient(
    new HttpService(),
    telephony,
    new ExternalPolicy('vapi', new Metrics(), POLICY),
  );
  const [script, server] = [new ScriptSettings(environment), new ServerSettings(environment)];
  const clock = new FakeClock('2026-11-24T15:00:00Z');
  return new VapiTelephonyProvider(
    client,
    telephony,
    script,
    server,
    new AccessSettings(environment),
    apis,
    clock,
  );
}
