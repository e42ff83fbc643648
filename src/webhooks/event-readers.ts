import { ProviderEvent } from '../telephony/provider-event';
import { readTwilioEvent } from '../telephony/twilio/twilio-events';
import { readVapiEvent } from '../telephony/vapi/vapi-events';

export type WebhookProvider = 'vapi' | 'twilio';

const READERS: Readonly<Record<WebhookProvider, (body: unknown, receivedAt: Date) => ProviderEvent>> = {
  vapi: readVapiEvent,
  twilio: readTwilioEvent,
};

/** What a provider's body says. Never throws: what can't be read is an event of kind `other`. */
export function readEvent(provider: WebhookProvider, body: unknown, receivedAt: Date): ProviderEvent {
  return READERS[provider](body, receivedAt);
}
