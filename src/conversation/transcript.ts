import { Utterance } from './utterance';

/** Utterances of a transcript that are read; a call of an hour has fewer. */
const MOST_UTTERANCES = 5_000;
const AGENT_ROLES = new Set(['bot', 'assistant', 'ai', 'agent']);
const CUSTOMER_ROLES = new Set(['user', 'customer', 'caller', 'human']);

export interface SpeakerNames {
  /** What the plain text calls the agent, besides "AI". */
  readonly agent?: string;
  readonly customer?: string;
}

/**
 * Reads a transcript from VAPI's messages (`role`, `message` or `content`, `secondsFromStart`) or from plain text with
 * a line an utterance ("AI: …"). System prompts and tool calls are no speech. What can't be read is left out; a line
 * without a speaker goes on with the one before it. Never throws.
 */
export function readTranscript(source: unknown, names: SpeakerNames = {}): readonly Utterance[] {
  if (typeof source === 'string') return fromText(source, names);
  if (!Array.isArray(source)) return [];
  return source
    .slice(0, MOST_UTTERANCES)
    .map(fromMessage)
    .filter((utterance) => utterance !== undefined);
}

function fromMessage(value: unknown): Utterance | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { role, message, content, secondsFromStart } = value as Readonly<Record<string, unknown>>;
  const speaker = speakerOf(role, {});
  const text = [message, content].find((said) => typeof said === 'string')?.trim();
  if (speaker === undefined || text === undefined || text === '') return undefined;
  const isTimed = typeof secondsFromStart === 'number' && Number.isFinite(secondsFromStart);
  return { speaker, text, ...(isTimed && { atSeconds: secondsFromStart }) };
}

function fromText(source: string, names: SpeakerNames): readonly Utterance[] {
  const utterances: Utterance[] = [];
  let speaker: Utterance['speaker'] | undefined;
  for (const line of source.split(/\r?\n/, MOST_UTTERANCES)) {
    const [, name, rest] = /^\s{0,20}\[?([\p{L}][\p{L} ]{0,40})\]?\s{0,5}:(.*)$/u.exec(line) ?? [];
    const named = speakerOf(name, names);
    const text = (named === undefined ? line : (rest ?? '')).trim();
    const last = utterances.at(-1);
    speaker = named ?? speaker;
    if (text === '' || speaker === undefined) continue;
    if (named === undefined && last?.speaker === speaker)
      utterances[utterances.length - 1] = { ...last, text: `${last.text} ${text}` };
    else utterances.push({ speaker, text });
  }
  return utterances;
}

function speakerOf(role: unknown, { agent, customer }: SpeakerNames): Utterance['speaker'] | undefined {
  const name = typeof role === 'string' ? role.trim().toLowerCase() : '';
  if (name !== '' && (AGENT_ROLES.has(name) || name === agent?.toLowerCase())) return 'agent';
  return name !== '' && (CUSTOMER_ROLES.has(name) || name === customer?.toLowerCase())
    ? 'customer'
    : undefined;
}
