import type { Vapi } from '@vapi-ai/server-sdk';
import { Language } from '../../conversation/language';
import { readOptOut } from '../../conversation/opt-out-phrases';
import { readTranscript } from '../../conversation/transcript';
import { listIn, loose, numberIn, textIn } from '../loose-json';
import { isOptOutKey } from './keypad';

/** What words of the person mean that were heard while the call is up. */
export interface Heard {
  readonly verdict: 'opt-out' | 'doubtful';
  readonly channel: 'words' | 'keypress';
  readonly language?: Language;
}

/** Reads a final transcript of the person; `undefined` when there is nothing in it, and for all other transcripts. */
export function heardInTranscript(message: unknown): Heard | undefined {
  const { role, transcriptType, transcript, artifact } = loose<Vapi.ServerMessageTranscript>(message);
  const said = textIn(transcript);
  if (role !== 'user' || transcriptType !== 'final' || said === undefined) return undefined;
  if (isOptOutKey(said)) return KEYPRESS;
  const agentSaid = lastWordsOfAgent(artifact);
  const { verdict, language } = readOptOut(said, agentSaid === undefined ? {} : { agentSaid });
  return verdict === 'none' ? undefined : { verdict, channel: 'words', ...(language && { language }) };
}

/**
 * Reads the last turn of a `conversation-update`, for keys alone: what was pressed is told among the messages, and
 * nothing says that it is transcribed besides.
 */
export function heardInUpdate(message: unknown): Heard | undefined {
  const { messages, artifact } = loose<Vapi.ServerMessageConversationUpdate>(message);
  const told = listIn(messages).length > 0 ? messages : loose<Vapi.Artifact>(artifact).messages;
  const said = readTranscript(told);
  const turn = said.slice(said.findLastIndex(({ speaker }) => speaker === 'agent') + 1);
  return turn.some(({ text }) => isOptOutKey(text)) ? KEYPRESS : undefined;
}

/** When the person last finished speaking, as the message's live artifact tells; at the latest `at`. */
export function lastSpokenAt(message: unknown, at: Date): Date {
  const { artifact } = loose<{ artifact: unknown }>(message);
  const said = listIn(loose<Vapi.Artifact>(artifact).messages)
    .map((item) => loose<Vapi.UserMessage>(item))
    .findLast(({ role }) => role === 'user');
  const ms = numberIn(said?.endTime) ?? numberIn(said?.time);
  return ms !== undefined && ms < at.getTime() ? new Date(ms) : at;
}

const KEYPRESS: Heard = { verdict: 'opt-out', channel: 'keypress' };

function lastWordsOfAgent(artifact: unknown): string | undefined {
  return readTranscript(loose<Vapi.Artifact>(artifact).messages).findLast(
    ({ speaker }) => speaker === 'agent',
  )?.text;
}
