import { HttpService } from '@nestjs/axios';
import { ExternalApiError } from '../common/errors';
import { DEFAULT_POLICY, ExternalPolicy } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { TelephonySettings, TwilioNumber } from '../config/settings';
import { TwilioClient } from '../telephony/twilio/twilio-client';
import { VapiClient } from '../telephony/vapi/vapi-client';
import { Check, fault, Finding, Observation } from './check';

/** A person waits for the answer; breaking the circuit would only hide the later answers. */
const POLICY = { ...DEFAULT_POLICY, timeoutMs: 8_000, totalMs: 12_000, maxRetries: 1, breakAfter: 1_000 };

/** Keys, numbers and the assistant at VAPI, and the account at Twilio where calls go over one. Reads only. */
export function telephonyChecks(settings: TelephonySettings): readonly Check[] {
  const http = new HttpService();
  const metrics = new Metrics();
  const vapi = new VapiClient(http, settings, new ExternalPolicy('vapi', metrics, POLICY));
  const { twilio, assistantId, phoneIds } = settings;
  const needs = ['vapi-token'];
  return [
    { name: 'vapi-token', look: () => lookAtToken(vapi, settings) },
    ...(phoneIds.length > 0
      ? [{ name: 'vapi-phone-numbers', needs, look: () => lookAtNumbers(vapi, phoneIds) }]
      : []),
    ...(assistantId === undefined
      ? []
      : [{ name: 'vapi-assistant', needs, look: () => lookAtAssistant(vapi, assistantId) }]),
    ...(twilio
      ? [
          {
            name: 'twilio-account',
            look: () =>
              lookAtAccount(
                new TwilioClient(http, twilio, new ExternalPolicy('twilio', metrics, POLICY)),
                twilio,
              ),
          },
        ]
      : []),
  ];
}

async function lookAtToken(vapi: VapiClient, { baseUrl }: TelephonySettings): Promise<Observation> {
  const finding = await faultOf(
    () => vapi.calls({ limit: 1 }),
    ({ detail: { status, effect } }) => {
      if (status === 401)
        return 'Set VAPI_API_TOKEN to the private key (not the public one) of the organization, from the API keys of the VAPI dashboard.';
      if (status === 402)
        return 'Add credit to the organization that the key belongs to, in the VAPI dashboard.';
      if (effect === 'unreachable')
        return `Let this machine open https connections to ${baseUrl}, and leave VAPI_BASE_URL unset unless a proxy is meant.`;
      return 'A 429 or 5xx passes: run the doctor again in a minute. Anything else: check VAPI_BASE_URL.';
    },
  );
  return finding
    ? { said: 'VAPI does not let us in', findings: [finding] }
    : { said: 'VAPI knows the token' };
}

async function lookAtNumbers(vapi: VapiClient, ids: readonly string[]): Promise<Observation> {
  const findings = await Promise.all(
    ids.map((id) =>
      faultOf(
        () => vapi.phoneNumber(id),
        () =>
          `Put the id of a phone number of the same organization as the key into VAPI_PHONE_ID (VAPI dashboard, Phone Numbers) in the place of ${id}.`,
      ),
    ),
  );
  const faults = findings.filter((finding) => finding !== undefined);
  return { said: `${ids.length - faults.length} of ${ids.length} known to VAPI`, findings: faults };
}

async function lookAtAssistant(vapi: VapiClient, id: string): Promise<Observation> {
  const remedy =
    'Set VAPI_ASSISTANT_ID to the id of an assistant of the same organization as the key (VAPI dashboard, Assistants), or unset it: calls then bring their own.';
  const finding = await faultOf(
    () => vapi.checkAssistant(id),
    () => remedy,
  );
  return { said: finding ? 'Not usable' : 'VAPI knows it', findings: finding ? [finding] : [] };
}

async function lookAtAccount(twilio: TwilioClient, { baseUrl }: TwilioNumber): Promise<Observation> {
  const finding = await faultOf(
    () => twilio.checkAccount(),
    ({ detail: { status, effect } }) => {
      if (status === 401 || status === 404)
        return 'Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to those of one account (Twilio console, Account Info).';
      if (effect === 'unreachable')
        return `Let this machine open https connections to ${baseUrl}, and leave TWILIO_BASE_URL unset unless a proxy is meant.`;
      return 'A 429 or 5xx passes: run the doctor again in a minute. Anything else: look at the account in the Twilio console.';
    },
  );
  return finding
    ? { said: 'Twilio does not let us in', findings: [finding] }
    : { said: 'Twilio knows the account' };
}

/** @returns undefined when it was answered well */
async function faultOf(
  attempt: () => Promise<unknown>,
  remedy: (error: ExternalApiError) => string,
): Promise<Finding | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof ExternalApiError)) throw error;
    return fault(error.message, remedy(error));
  }
}
