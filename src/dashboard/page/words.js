import { fromNow, when } from './format.js';

/** Why nothing is dialed just now: title, what it means, what to do about it. */
const IDLE = {
  starting: ['info', 'Starting', 'The service has just begun and reads its leads.', 'Nothing to do.'],
  stopping: [
    'warn',
    'Stopping',
    'The process is shutting down. Another replica, or the next start, goes on.',
  ],
  'no-lines': ['good', 'Dialing', 'Every line is in use; the next call goes out as one comes free.'],
  'dial-rate': ['good', 'Dialing', 'At full pace: the next call goes out when the dial rate allows it.'],
  'nobody-due': [
    'info',
    'Waiting for leads',
    'Nobody is due: the rest wait for their next attempt or for lawful hours.',
    'Nothing to do. Open a lead to see when it may be called.',
  ],
  'no-budget': [
    'warn',
    'Budget spent',
    'What is left of today’s budget does not pay for another call.',
    'It goes on at midnight UTC, or raise DAILY_BUDGET_USD.',
  ],
  'no-number': [
    'warn',
    'No caller number',
    'All of the campaign’s own numbers have made their calls of today.',
    'It goes on tomorrow, or add a number.',
  ],
  'provider-away': [
    'bad',
    'Provider away',
    'The telephone provider does not answer or refuses the key; no call is placed until it does.',
    'Look at the provider’s status page. Dialing goes on by itself.',
  ],
  'lead-source-away': [
    'bad',
    'Airtable away',
    'Leads cannot be read, so nobody is called on stale consent.',
    'Look at Airtable’s status page. Dialing goes on by itself.',
  ],
};

/**
 * Is it running, and if not, why, and what to do.
 * @returns `{ tone: 'good'|'info'|'warn'|'bad', title, why, remedy }`
 */
export function standing(state) {
  if (state.paused) {
    const { reason, since } = state.paused;
    const who = state.lastCommand?.command === 'pause' || state.lastCommand?.command === 'stop';
    const by = who ? ` by ${state.lastCommand.who}` : '';
    return {
      ...{ tone: 'warn', title: 'Paused', why: reason },
      remedy: `Since ${when(since)}${by}. Nobody is called until somebody resumes.`,
    };
  }
  if (state.suspended) {
    const { reason, probeAt, since } = state.suspended;
    const next = probeAt ? `A call tries again at ${when(probeAt)}.` : 'A call is trying now.';
    return {
      ...{ tone: 'bad', title: 'Paused by itself', why: reason },
      remedy: `Since ${when(since)}. ${next} Dialing goes on by itself once it gets through.`,
    };
  }
  const grave = state.faults.find(({ needsOperator }) => needsOperator);
  const [tone, title, why, remedy] = IDLE[state.idle] ?? [
    'good',
    'Dialing',
    'Calls go out as leads become due.',
  ];
  if (grave && tone === 'good') return { tone: 'warn', title, why: grave.message, remedy: 'It needs you.' };
  return { tone, title, why, remedy: remedy ?? '' };
}

const API_NAMES = { airtable: 'Airtable', vapi: 'VAPI', twilio: 'Twilio', automation: 'Automation' };

export function apiName(api) {
  return API_NAMES[api] ?? api;
}

const CALL_STATUSES = {
  scheduled: 'Queued',
  queued: 'Queued',
  ringing: 'Ringing',
  'in-progress': 'Talking',
  forwarding: 'Being put through',
  ended: 'Ended',
};

/** Tones of outcomes: what went well, what is neither, what went wrong. */
const OUTCOMES = {
  completed: ['Talked', 'good'],
  'callback-requested': ['Callback', 'accent'],
  'opted-out': ['Opted out', 'warn'],
  voicemail: ['Voicemail', 'calm'],
  'no-answer': ['No answer', 'calm'],
  busy: ['Busy', 'calm'],
  canceled: ['Canceled', 'calm'],
  failed: ['Failed', 'bad'],
  unknown: ['Unknown', 'bad'],
  'in hand': ['In hand', 'live'],
};

/** In a fixed order. */
export const OUTCOME_NAMES = Object.keys(OUTCOMES).filter((name) => name !== 'in hand');

/** @returns `[words, tone]` of an outcome */
export function outcome(disposition) {
  return OUTCOMES[disposition] ?? [sentence(disposition ?? ''), 'calm'];
}

/** @returns `[words, tone]` of a call as it stands */
export function callStanding(call) {
  if (call.disposition) return outcome(call.disposition);
  if (isOver(call)) return ['Ended', 'calm'];
  return [
    CALL_STATUSES[call.status] ?? sentence(call.status),
    call.status === 'in-progress' ? 'live' : 'ringing',
  ];
}

export function isOver(call) {
  return call.status === 'ended' || Boolean(call.endedAt);
}

const LEAD_TONES = {
  new: 'accent',
  retry: 'accent',
  callback: 'accent',
  'in progress': 'live',
  called: 'good',
  'opted out': 'warn',
  blocked: 'warn',
  invalid: 'bad',
  'needs review': 'bad',
};

/** In the order in which a lead goes through them. */
export const LEAD_STATUSES = [
  ...['new', 'retry', 'callback', 'in progress', 'called', 'exhausted'],
  ...['opted out', 'blocked', 'invalid', 'needs review', 'left alone'],
];

export function leadTone(status) {
  return LEAD_TONES[status] ?? 'calm';
}

const COMMANDS = {
  pause: 'Paused the campaign',
  resume: 'Resumed the campaign',
  stop: 'Stopped everything',
  limits: 'Changed lines or pace',
  suppress: 'Suppressed a number',
  mark: 'Marked a lead',
  redial: 'Asked for a redial',
  scale: 'Changed the replicas',
  import: 'Imported leads',
};

export function commandWords({ command }) {
  return COMMANDS[command] ?? sentence(command);
}

/** `by Ana, 4 min ago` */
export function signature({ who, at }) {
  return `${who}, ${fromNow(at)}`;
}

export function sentence(words) {
  const plain = String(words).replaceAll(/[-_]/g, ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
