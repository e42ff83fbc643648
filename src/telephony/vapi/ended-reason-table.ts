import { EndCategory } from '../call-event';

/**
 * VAPI's ended reasons, read from the `CallEndedReason` enum of its SDK 2.0.1 (597 values). Exact words first; the
 * prefixes below catch the families, and with them the members that VAPI adds between releases.
 */
export const EXACT_REASONS: Readonly<Record<string, EndCategory>> = {
  'customer-did-not-answer': 'no-answer',
  'call.in-progress.error-providerfault-outbound-sip-408-request-timeout': 'no-answer',
  'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable': 'no-answer',

  'customer-busy': 'busy',
  voicemail: 'voicemail',
  'twilio-reported-customer-misdialed': 'bad-number',

  'manually-canceled': 'canceled',
  'scheduled-call-deleted': 'canceled',
  'call-deleted': 'canceled',

  'customer-did-not-give-microphone-permission': 'conversation',
  'assistant-said-end-call-phrase': 'conversation',
  'assistant-forwarded-call': 'conversation',
  'exceeded-max-duration': 'conversation',
  'silence-timed-out': 'conversation',
  'call.in-progress.twilio-completed-call': 'conversation',
  'call.in-progress.sip-completed-call': 'conversation',
  'vonage-completed': 'conversation',

  'twilio-failed-to-connect-call': 'carrier-failure',
  'vonage-failed-to-connect-call': 'carrier-failure',
  'vonage-rejected': 'carrier-failure',
  'phone-call-provider-bypass-enabled-but-no-call-received': 'carrier-failure',
  'call.in-progress.error-sip-outbound-call-failed-to-connect': 'carrier-failure',
  'call.in-progress.error-sip-inbound-call-failed-to-connect': 'carrier-failure',
  'call.ringing.error-sip-inbound-call-failed-to-connect': 'carrier-failure',
  'call.ringing.sip-inbound-caller-hungup-before-call-connect': 'carrier-failure',

  'assistant-not-found': 'start-refused',
  'assistant-not-valid': 'start-refused',

  // A stream that closes had been open: somebody may have been on the line.
  'phone-call-provider-closed-websocket': 'in-call-failure',
  'vonage-disconnected': 'in-call-failure',
  'assistant-join-timed-out': 'in-call-failure',
  'worker-shutdown': 'in-call-failure',
};

/** The first prefix that fits decides, so the narrower ones stand first. */
export const REASON_PREFIXES: readonly (readonly [prefix: string, category: EndCategory])[] = [
  ['call.start.', 'start-refused'],
  ['call-start-error-', 'start-refused'],
  ['assistant-request-', 'start-refused'],
  ['call.in-progress.error-providerfault-outbound-sip-', 'carrier-failure'],
  ['call.in-progress.error-', 'in-call-failure'],
  ['pipeline-', 'in-call-failure'],
  ['customer-ended-call', 'conversation'],
  ['assistant-ended-call', 'conversation'],
  // Busy or no answer here is the transfer's target; the person called had been connected.
  ['call.forwarding.', 'conversation'],
  ['call.ringing.hook-executed-', 'conversation'],
  ['call.ending.hook-executed-', 'conversation'],
];
