import type { Vapi } from '@vapi-ai/server-sdk';
import { CallReference } from '../call-event';
import { loose, Loose, textIn } from '../loose-json';
import { e164In } from '../provider-event';

type Envelope = Pick<Vapi.ServerMessageStatusUpdate, 'call' | 'customer' | 'assistant'>;

/** Which call a server message speaks of. Its `call` is a snapshot from the call's creation: good for ids alone. */
export function referenceOf(message: unknown): CallReference {
  const { call: snapshot, customer, assistant } = loose<Envelope>(message);
  const call = loose<Vapi.Call>(snapshot);
  const number =
    loose<Vapi.CreateCustomerDto>(customer).number ?? loose<Vapi.CreateCustomerDto>(call.customer).number;
  return {
    providerCallId: textIn(call.id),
    attemptId: attemptIdOf(call) ?? metadataAttemptId(assistant),
    carrierCallId: carrierCallIdOf(call),
    phone: e164In(textIn(number)),
  };
}

/** The attempt that a call was made for: from the metadata, else its name where that is an id as we make them. */
export function attemptIdOf(call: Loose<Vapi.Call>): string | undefined {
  const name = textIn(call.name);
  const named =
    name !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name) ? name : undefined;
  return metadataAttemptId(call.assistantOverrides) ?? metadataAttemptId(call.assistant) ?? named;
}

/** Twilio's CallSid, as soon as VAPI knows it. */
export function carrierCallIdOf(call: Loose<Vapi.Call>): string | undefined {
  return textIn(call.phoneCallProviderId) ?? textIn(loose<Vapi.TwilioTransport>(call.transport).callSid);
}

function metadataAttemptId(assistant: unknown): string | undefined {
  const { metadata } = loose<Vapi.CreateAssistantDto>(assistant);
  return textIn(loose<{ attemptId: string }>(metadata).attemptId);
}
