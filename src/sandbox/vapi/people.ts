/**
 * How the person at a number behaves on one call. The first ten talk; the others are what becomes of calls in
 * which nobody does.
 */
export const BEHAVIOURS = [
  ...(['interested', 'not-interested', 'callback', 'opt-out', 'wants-human', 'wrong-number'] as const),
  // The agent does nothing about these; the callback is asked for in words that only the person's zone makes a time.
  ...(['opt-out-words', 'opt-out-key', 'opt-out-doubtful', 'callback-words'] as const),
  ...(['no-answer', 'busy', 'voicemail', 'misdialed', 'silence'] as const),
  ...(['pipeline-error', 'carrier-failure', 'start-error'] as const),
] as const;

export type Behaviour = (typeof BEHAVIOURS)[number];

export type EndedReason =
  | 'customer-ended-call'
  | 'assistant-ended-call'
  | 'assistant-ended-call-after-message-spoken'
  | 'customer-did-not-answer'
  | 'customer-busy'
  | 'voicemail'
  | 'twilio-reported-customer-misdialed'
  | 'silence-timed-out'
  | 'exceeded-max-duration'
  | 'manually-canceled'
  | 'call-deleted'
  | 'scheduled-call-deleted'
  | 'pipeline-error-openai-llm-failed'
  | 'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable'
  | 'call.start.error-get-transport'
  | 'phone-call-provider-bypass-enabled-but-no-call-received'
  | 'call.start.error-subscription-concurrency-limit-reached';

/** What a call comes to before anything is said. All durations in business seconds, as [least, most]. */
export interface CallCourse {
  endedReason: EndedReason;
  /** How long it rings, until somebody answers or it ends; undefined where it never rings. */
  ringing?: readonly [number, number];
  /** Whether somebody or something answers. */
  isAnswered: boolean;
  /** Time on the line beyond what is said; before the end where nothing is said. */
  lingering: readonly [number, number];
  /** Whether an end-of-call-report is sent: not for calls that never started. */
  isReported: boolean;
}

const conversation = (endedReason: EndedReason): CallCourse => ({
  endedReason,
  ringing: [5, 18],
  isAnswered: true,
  lingering: [0.5, 2],
  isReported: true,
});

const unanswered = (endedReason: EndedReason, least: number, most: number): CallCourse => ({
  endedReason,
  ringing: [least, most],
  isAnswered: false,
  lingering: [0, 0],
  isReported: true,
});

export const COURSES: Record<Behaviour, CallCourse> = {
  interested: conversation('customer-ended-call'),
  'not-interested': conversation('customer-ended-call'),
  callback: conversation('customer-ended-call'),
  'opt-out': conversation('assistant-ended-call'),
  'opt-out-words': conversation('customer-ended-call'),
  'opt-out-key': conversation('customer-ended-call'),
  'opt-out-doubtful': conversation('customer-ended-call'),
  'callback-words': conversation('customer-ended-call'),
  'wants-human': conversation('customer-ended-call'),
  'wrong-number': conversation('assistant-ended-call'),
  'no-answer': unanswered('customer-did-not-answer', 28, 58),
  busy: unanswered('customer-busy', 1, 3),
  voicemail: { ...conversation('voicemail'), ringing: [18, 27], lingering: [1, 3] },
  misdialed: unanswered('twilio-reported-customer-misdialed', 0.5, 1.5),
  silence: { ...conversation('silence-timed-out'), lingering: [28, 32] },
  'pipeline-error': { ...conversation('pipeline-error-openai-llm-failed'), lingering: [2, 4] },
  'carrier-failure': unanswered(
    'call.in-progress.error-providerfault-outbound-sip-503-service-unavailable',
    1,
    4,
  ),
  'start-error': {
    endedReason: 'call.start.error-get-transport',
    isAnswered: false,
    lingering: [0.5, 1],
    isReported: false,
  },
};
