import type { Vapi } from '@vapi-ai/server-sdk';
import { loose, Loose, textIn } from '../loose-json';
import { Assistant, AssistantOverrides, BypassedCallBody, CreateCallBody } from './vapi-schema';

/** How VAPI ends its record of a bypassed call to which no phone call was ever connected. */
export const NEVER_CONNECTED = 'phone-call-provider-bypass-enabled-but-no-call-received';

const FIELD = 'phoneCallProviderBypassEnabled';

/** Our own mark in the metadata: who dials. VAPI is not known to give its flag back. */
const DIALED_BY = 'twilio';

/** The same order, to be answered with TwiML: VAPI holds the conversation, somebody else dials. */
export function bypassed(body: CreateCallBody): BypassedCallBody {
  const { assistant, assistantOverrides } = body;
  return {
    ...body,
    ...(assistant && { assistant: marked(assistant) }),
    ...(assistantOverrides && { assistantOverrides: marked(assistantOverrides) }),
    [FIELD]: true,
  };
}

function marked<T extends Assistant | AssistantOverrides>(carrier: T): T {
  return { ...carrier, metadata: { ...carrier.metadata, dialedBy: DIALED_BY } };
}

/** Whether a call, or the call that a server message is about, was ordered so. */
export function isBypassed(source: unknown): boolean {
  const { call, ...own } = loose<{ call: unknown } & Carriers>(source);
  return [own, loose<Carriers>(call)]
    .flatMap(({ assistant, assistantOverrides }) => [assistant, assistantOverrides])
    .some((carrier) => {
      const { metadata } = loose<Pick<Assistant, 'metadata'>>(carrier);
      return loose<{ dialedBy: string }>(metadata).dialedBy === DIALED_BY;
    });
}

type Carriers = Pick<Vapi.Call, 'assistant' | 'assistantOverrides'>;

/** What the answer to an order has beside the call, by VAPI's documentation. */
interface Answered {
  readonly phoneCallProviderDetails: unknown;
  readonly subscriptionLimits: unknown;
}

/** What Twilio is to do once the person picks up; `undefined`: VAPI gave none, and may be dialing itself. */
export function twimlOf(call: Loose<Vapi.Call>): string | undefined {
  const { phoneCallProviderDetails } = loose<Answered>(call);
  return textIn(loose<{ twiml: string }>(phoneCallProviderDetails).twiml);
}

/** Whether VAPI has taken a call that it has no line for. */
export function isBlocked(call: Loose<Vapi.Call>): boolean {
  const { subscriptionLimits } = loose<Answered>(call);
  return loose<{ concurrencyBlocked: boolean }>(subscriptionLimits).concurrencyBlocked === true;
}

/** Whether a refusal of VAPI's is about the field itself: it knows no bypass. */
export function refusesBypass(reason: string): boolean {
  return reason.includes(FIELD);
}
