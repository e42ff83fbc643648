import { Vapi } from '@vapi-ai/server-sdk';
import { EndCategory } from '../call-event';
import { endCategory } from './ended-reasons';

const EXPECTED: Readonly<Partial<Record<EndCategory, readonly string[]>>> = {
  'no-answer': [
    'customer-did-not-answer',
    'call.in-progress.error-providerfault-outbound-sip-408-request-timeout',
    'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable',
  ],
  busy: ['customer-busy'],
  voicemail: ['voicemail'],
  'bad-number': ['twilio-reported-customer-misdialed'],
  canceled: ['manually-canceled', 'scheduled-call-deleted', 'call-deleted'],
  conversation: [
    'customer-ended-call',
    'customer-ended-call-before-warm-transfer',
    'customer-ended-call-after-warm-transfer-attempt',
    'customer-ended-call-during-transfer',
    'customer-did-not-give-microphone-permission',
    'assistant-ended-call',
    'assistant-said-end-call-phrase',
    'assistant-ended-call-with-hangup-task',
    'assistant-ended-call-after-message-spoken',
    'assistant-forwarded-call',
    'exceeded-max-duration',
    'silence-timed-out',
    'call.in-progress.twilio-completed-call',
    'call.in-progress.sip-completed-call',
    'vonage-completed',
    'call.forwarding.operator-busy',
    'call.forwarding.no-answer',
    'call.ending.hook-executed-say',
    'call.ringing.hook-executed-transfer',
  ],
  'carrier-failure': [
    'twilio-failed-to-connect-call',
    'vonage-failed-to-connect-call',
    'vonage-rejected',
    'phone-call-provider-bypass-enabled-but-no-call-received',
    'call.in-progress.error-sip-outbound-call-failed-to-connect',
    'call.in-progress.error-providerfault-outbound-sip-403-forbidden',
    'call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required',
    'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable',
    'call.ringing.sip-inbound-caller-hungup-before-call-connect',
  ],
  'start-refused': [
    'call.start.error-subscription-concurrency-limit-reached',
    'call.start.error-subscription-insufficient-credits',
    'call.start.error-vapi-number-outbound-daily-limit',
    'call.start.error-vapifault-database-error',
    'call.start.assistant-version-error-validation',
    'assistant-not-found',
    'assistant-not-valid',
    'assistant-request-returned-no-assistant',
    'call-start-error-neither-assistant-nor-server-set',
  ],
  'in-call-failure': [
    'pipeline-error-openai-voice-failed',
    'call.in-progress.error-vapifault-worker-died',
    'call.in-progress.error-vapifault-transport-never-connected',
    'call.in-progress.error-vapifault-worker-not-available',
    'call.in-progress.error-providerfault-openai-500-server-error',
    'call.in-progress.error-pipeline-no-available-llm-model',
    'call.in-progress.error-configfault-model-unsupported-in-squad',
    'call.in-progress.error-assistant-did-not-receive-customer-audio',
    'call.in-progress.error-transfer-failed',
    'call.in-progress.error-warm-transfer-max-duration',
    'worker-shutdown',
    'assistant-join-timed-out',
    'phone-call-provider-closed-websocket',
    'vonage-disconnected',
  ],
};

describe('endCategory', () => {
  const rows = Object.entries(EXPECTED).flatMap(([category, reasons]) =>
    reasons.map((reason) => [reason, category]),
  );

  it.each(rows)('reads %s as %s', (reason, category) => {
    expect(endCategory(reason)).toBe(category);
  });

  it('knows every reason that the SDK knows', () => {
    const reasons = Object.values(Vapi.CallEndedReason);
    expect(reasons.length).toBeGreaterThanOrEqual(597);
    expect(reasons.filter((reason) => endCategory(reason) === 'unknown')).toEqual([]);
  });

  it('was written down here only with reasons that exist', () => {
    const known = new Set<string>(Object.values(Vapi.CallEndedReason));
    expect(rows.map(([reason]) => reason).filter((reason) => !known.has(reason ?? ''))).toEqual([]);
  });

  it('puts new members of a known family where the family belongs', () => {
    expect(endCategory('call.in-progress.error-providerfault-new-llm-failed')).toBe('in-call-failure');
    expect(endCategory('pipeline-error-new-voice-failed')).toBe('in-call-failure');
    expect(endCategory('call.start.error-something-new')).toBe('start-refused');
  });

  it.each([undefined, '', 'constructor', 'hangup', 'a-word-of-next-year'])(
    'takes %p for unknown',
    (reason) => {
      expect(endCategory(reason)).toBe('unknown');
    },
  );
});
