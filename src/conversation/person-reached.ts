import { signalsIn } from './signals';
import { Utterance } from './utterance';
import { normalise } from './words';

/** How a call ended, seen from the provider alone. The same words as telephony's `EndCategory`. */
export type EndClass =
  | 'conversation'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'bad-number'
  | 'canceled'
  | 'carrier-failure'
  | 'start-refused'
  | 'in-call-failure'
  | 'unknown';

/** `person` somebody spoke · the machines · `silence` connected, and no word heard · `nobody` never connected. */
export type Answer = 'person' | 'voicemail' | 'screening' | 'menu' | 'silence' | 'nobody';

export interface Reached {
  readonly by: Answer;
  /** What the person said; without the machine's words that came before. */
  readonly said: readonly Utterance[];
  /** What gives the machine or the person away. */
  readonly quote?: string;
  readonly doubt?: string;
}

export interface ReachedFacts {
  readonly endClass: EndClass;
  readonly utterances: readonly Utterance[];
  /** Seconds that the line was open, where known. */
  readonly durationSeconds?: number;
}

/** An open line without a transcript counts as a person from here on: better so than to ring them again at once. */
const PERSON_AFTER_SECONDS = 15;
const NEVER_CONNECTED = new Set<EndClass>([
  'no-answer',
  'busy',
  'bad-number',
  'carrier-failure',
  'start-refused',
]);
/** What speech recognition makes of a machine's sounds. */
const SOUNDS = new Set([
  '',
  'beep',
  'bip',
  'piep',
  'tone',
  'music',
  'ringing',
  'silence',
  'noise',
  'inaudible',
  'static',
]);

/**
 * Stage one: was a person reached? A machine's greeting is transcribed as the customer's words, so words alone prove
 * nothing: the person is whoever speaks after the last of the machine's. What the provider found to be voicemail stays so.
 */
export function personReached({ endClass, utterances, durationSeconds }: ReachedFacts): Reached {
  const heard = utterances.map((utterance) => ({ utterance, machine: machineOf(utterance) }));
  const lastMachine = heard.findLast(({ machine }) => machine?.isSure === true);
  const after = heard.slice(lastMachine === undefined ? 0 : heard.indexOf(lastMachine) + 1);
  const said = after.map(({ utterance }) => utterance).filter(isSpeech);
  const maybe = after.find(({ machine }) => machine !== undefined)?.machine;
  if (NEVER_CONNECTED.has(endClass) && utterances.every(({ speaker }) => speaker === 'agent')) {
    return { by: 'nobody', said: [] };
  }
  if (endClass === 'voicemail')
    return { by: 'voicemail', said: [], ...quoted(lastMachine?.machine ?? maybe) };
  if (said.length === 0 && lastMachine?.machine)
    return { by: lastMachine.machine.kind, said, ...quoted(lastMachine.machine) };
  if (maybe !== undefined && isMonologue(after.map(({ utterance }) => utterance)))
    return { by: 'voicemail', said: [], ...quoted(maybe), doubt: 'reached' };
  if (said.length > 0) return { by: 'person', said, quote: said[0]?.text ?? '' };
  const isLong =
    utterances.length === 0 && endClass !== 'canceled' && (durationSeconds ?? 0) >= PERSON_AFTER_SECONDS;
  return isLong
    ? { by: 'person', said, doubt: 'reached' }
    : { by: durationSeconds === 0 ? 'nobody' : 'silence', said };
}

interface Machine {
  readonly kind: 'voicemail' | 'screening' | 'menu';
  readonly quote: string;
  readonly isSure: boolean;
}

function machineOf({ speaker, text }: Utterance): Machine | undefined {
  if (speaker !== 'customer') return undefined;
  const signals = signalsIn(text);
  for (const kind of ['voicemail', 'screening', 'menu'] as const) {
    const found = signals.find((signal) => signal.kind === kind);
    if (found) return { kind, quote: found.quote, isSure: true };
  }
  const maybe = signals.filter(({ kind }) => kind === 'voicemail-maybe');
  const [first] = maybe;
  return (
    first && {
      kind: 'voicemail',
      quote: first.quote,
      isSure: new Set(maybe.map(({ quote }) => quote)).size > 2,
    }
  );
}

function quoted(machine: Machine | undefined): { readonly quote?: string } {
  return machine === undefined ? {} : { quote: machine.quote };
}

function isSpeech({ speaker, text }: Utterance): boolean {
  return speaker === 'customer' && !SOUNDS.has(normalise(text.slice(0, 40)));
}

/** Nobody answered the agent: all that was heard came before its second turn. */
function isMonologue(utterances: readonly Utterance[]): boolean {
  const lastHeard = utterances.findLastIndex(isSpeech);
  return utterances.slice(0, lastHeard).filter(({ speaker }) => speaker === 'agent').length <= 1;
}
