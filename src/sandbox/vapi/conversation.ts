import type { Chance } from '../chance';
import type { Behaviour } from './people';

export interface Utterance {
  role: 'bot' | 'user';
  text: string;
}

/** What an analysis would find in the conversation. */
export interface Findings {
  reached: boolean;
  interest: 'hot' | 'warm' | 'cold' | 'none';
  /** In the words of a person, without hyphens or codes. */
  outcome: string;
  nextAction: string;
  optOut: boolean;
  wrongNumber: boolean;
  wantsHuman: boolean;
  objection: string;
  summary: string;
  /** How long after the call the person wants to be called, in business hours. */
  callbackInHours?: number;
}

export interface Conversation {
  said: Utterance[];
  /** The function the person's wish makes the assistant call, where it has that tool; after the last utterance. */
  tool?: 'opt_out' | 'request_callback';
  /** What is said last, after the tool's answer where there is one. */
  farewell: Utterance[];
  findings: Findings;
}

const NOTHING: Findings = {
  reached: false,
  interest: 'none',
  outcome: 'not reached',
  nextAction: 'Try again later',
  optOut: false,
  wrongNumber: false,
  wantsHuman: false,
  objection: '',
  summary: '',
};

const bot = (text: string): Utterance => ({ role: 'bot', text });
const user = (text: string): Utterance => ({ role: 'user', text });

const PITCH = bot(
  'It takes the phone off your hands: missed calls get answered and appointments go in your calendar.',
);
const CALLBACKS: readonly [hours: number, words: string][] = [
  [2, 'in two hours'],
  [4, 'in about four hours'],
  [24, 'tomorrow at this time'],
  [48, 'the day after tomorrow, same time'],
];

type Part = Omit<Conversation, 'findings'> & { findings: Partial<Findings> };

/** The agent goes on as if nothing had been said, and so does whatever analyses the call. */
function unheeded(words: string): Part {
  return {
    said: [user(words), PITCH, user('Are you listening to me at all? I have said what I want.'), PITCH],
    farewell: [user('Bye.')],
    findings: { interest: 'cold', outcome: 'not interested', summary: 'The customer declined.' },
  };
}

function talk(behaviour: Behaviour, chance: Chance, key: string): Part {
  switch (behaviour) {
    case 'interested':
      return {
        said: [
          user(chance.pick(['Hi, yes, speaking.', 'Yes, this is me. What is it about?'], 'hello', key)),
          PITCH,
          user('That sounds useful. We miss calls all the time. What does it cost?'),
          bot('It starts at forty-nine dollars a month. Shall I have someone send you the details?'),
          user('Yes please, send me the details by email.'),
        ],
        farewell: [bot('Wonderful, they will be with you shortly. Have a great day!'), user('Thanks, bye.')],
        findings: {
          interest: chance.pick(['hot', 'hot', 'warm'] as const, 'interest', key),
          outcome: 'interested',
          nextAction: 'Send the details and prices by email',
          summary: 'The customer misses calls often, asked for the price and wants the details by email.',
        },
      };
    case 'not-interested':
      return {
        said: [
          user('Yes?'),
          PITCH,
          user(
            chance.pick(['We already have someone for that.', 'That is too expensive for us.'], 'no', key),
          ),
        ],
        farewell: [bot('I understand. Thank you for your time, goodbye.'), user('Bye.')],
        findings: {
          interest: 'cold',
          outcome: 'not interested',
          nextAction: 'None',
          objection: chance.pick(['Already has a provider', 'Too expensive'], 'no', key),
          summary: 'The customer listened and declined.',
        },
      };
    case 'callback': {
      const [hours, words] = chance.pick(CALLBACKS, 'callback', key);
      return {
        said: [user(`I'm in the middle of something. Could you call me back ${words}?`)],
        tool: 'request_callback',
        farewell: [bot('Of course, I will call you then. Goodbye.'), user('Great, bye.')],
        findings: {
          interest: 'warm',
          outcome: 'callback requested',
          nextAction: `Call back ${words}`,
          callbackInHours: hours,
          summary: `The customer had no time and asked to be called back ${words}.`,
        },
      };
    }
    case 'opt-out':
      return {
        said: [
          user(
            chance.pick(
              ['Please take me off your list.', 'Stop calling me. Please take me off your list.'],
              'stop',
              key,
            ),
          ),
        ],
        tool: 'opt_out',
        farewell: [bot("I'm sorry to have bothered you. You won't be called again. Goodbye.")],
        findings: {
          outcome: 'opted out',
          nextAction: 'Do not call again',
          optOut: true,
          summary: 'The customer asked to be taken off the list.',
        },
      };
    case 'opt-out-words':
      return unheeded('Please take me off your list.');
    case 'opt-out-key':
      return unheeded("User's Keypad Entry: 9");
    case 'opt-out-doubtful':
      return {
        said: [user('You never stop calling me.')],
        farewell: [bot("I'm sorry to have bothered you. Goodbye."), user('Bye.')],
        findings: { outcome: 'other', summary: 'The customer was annoyed.' },
      };
    case 'callback-words':
      return {
        said: [user('Not now. Could you call me back tomorrow at half past three in the afternoon?')],
        tool: 'request_callback',
        farewell: [bot('Of course, I will call you then. Goodbye.'), user('Bye.')],
        findings: {
          interest: 'warm',
          outcome: 'callback requested',
          nextAction: 'Call back',
          summary: 'The customer had no time and asked to be called back.',
        },
      };
    case 'wants-human':
      return {
        said: [user('Is this a robot? I would rather talk to a real person.')],
        farewell: [
          bot('Certainly, a colleague will get in touch with you. Goodbye.'),
          user('All right, bye.'),
        ],
        findings: {
          interest: 'warm',
          outcome: 'wants a person',
          nextAction: 'Have a colleague call',
          wantsHuman: true,
          summary: 'The customer wants to talk to a person.',
        },
      };
    case 'wrong-number':
      return {
        said: [user("There's nobody of that name here. You have the wrong number.")],
        farewell: [bot("I'm sorry, I will correct that. Goodbye.")],
        findings: {
          outcome: 'wrong number',
          nextAction: 'Correct the number',
          wrongNumber: true,
          summary: 'The number belongs to somebody else.',
        },
      };
    case 'voicemail':
      return {
        said: [user("Hi, you've reached my voicemail. Please leave a message after the tone.")],
        farewell: [],
        findings: {
          reached: false,
          outcome: 'voicemail',
          summary: "The call reached the customer's voicemail.",
        },
      };
    case 'silence':
      return {
        said: [user('Hello?')],
        farewell: [],
        findings: { outcome: 'silence', summary: 'The customer fell silent.' },
      };
    case 'pipeline-error':
      return {
        said: [user('Hello, who is this?')],
        farewell: [],
        findings: { outcome: 'technical failure' },
      };
    default:
      return { said: [], farewell: [], findings: { reached: false } };
  }
}

/**
 * What is said on the call after the assistant's opening words.
 * @param key names the call, so that one person's second call may sound different from the first
 */
export function converse(behaviour: Behaviour, chance: Chance, key: string): Conversation {
  const part = talk(behaviour, chance, key);
  return { ...part, findings: { ...NOTHING, reached: true, ...part.findings } };
}
