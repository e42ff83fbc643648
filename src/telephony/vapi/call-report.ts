import type { Vapi } from '@vapi-ai/server-sdk';
import { readTranscript } from '../../conversation/transcript';
import { CallReport, EndCategory } from '../call-event';
import { dateIn, listIn, loose, Loose, numberIn, textIn } from '../loose-json';
import { callAnalysis, toolClaims } from './call-analysis';
import { endCategory } from './ended-reasons';
import { isOptOutKey } from './keypad';
import { readToolCall, ToolCall } from './tool-calls';
import { LegacyReport } from './vapi-schema';

/** What a report and a call that was looked up have in common; VAPI names these fields alike in both. */
type Told = Pick<
  Vapi.Call,
  | 'endedReason'
  | 'startedAt'
  | 'endedAt'
  | 'cost'
  | 'costBreakdown'
  | 'costs'
  | 'analysis'
  | 'artifact'
  | 'messages'
> &
  LegacyReport;

/**
 * Builds the report of a finished call from the `message` of an `end-of-call-report`, or from the body of
 * `GET /call/{id}`. Any inner field may be missing: `startedAt` when nobody picked up, `analysis` when it timed out,
 * recordings when consent was declined.
 */
export function callReport(source: unknown): CallReport {
  const told = loose<Told>(source);
  const artifact = loose<Vapi.Artifact>(told.artifact);
  const analysis = loose<Vapi.Analysis>(told.analysis);
  const messages = listIn(artifact.messages).length > 0 ? listIn(artifact.messages) : listIn(told.messages);
  const endedReason = textIn(told.endedReason);
  const category = silent(endedReason, messages) ? 'no-answer' : endCategory(endedReason);
  const startedAt = dateIn(told.startedAt);
  const endedAt = dateIn(told.endedAt);
  const structuredData = analysis.structuredData ?? told.structuredData;
  const transcript = textIn(artifact.transcript) ?? textIn(told.transcript);
  const spoken = readTranscript(messages);
  const utterances = spoken.length > 0 ? spoken : readTranscript(transcript);
  const isKey = utterances.some(({ speaker, text }) => speaker === 'customer' && isOptOutKey(text));
  return {
    category,
    endedReason,
    startedAt,
    endedAt,
    costUsd: costOf(told),
    summary: textIn(analysis.summary) ?? textIn(told.summary),
    transcript,
    recordingUrl: recordingUrlOf(artifact, told.recordingUrl),
    analysis: callAnalysis(structuredData, endedAt ?? startedAt),
    personOnLine: personOnLine(category, told, messages),
    utterances,
    tools: toolClaims(toolCallsSaid(messages), endedAt ?? startedAt),
    ...(isKey && { optOutKeyPressed: true }),
  };
}

/**
 * Connected and lasted, or words were heard. A machine's greeting is connected, lasts and is transcribed as the user's
 * words, so on a `voicemail` nothing of that is evidence. A call without an end counts as lasting: better to take
 * somebody for reached than to call them again at once.
 */
function personOnLine(category: EndCategory, told: Loose<Told>, messages: readonly unknown[]): boolean {
  if (category === 'voicemail' || category === 'no-answer') return false;
  const startedAt = dateIn(told.startedAt);
  const endedAt = dateIn(told.endedAt);
  const lasted = startedAt !== undefined && (endedAt === undefined || endedAt > startedAt);
  return (
    lasted || hasUserWords(messages) || (startedAt === undefined && (numberIn(told.durationSeconds) ?? 0) > 0)
  );
}

/** The line was open until the time for silence ran out, and no word was heard: nobody was reached. */
function silent(endedReason: string | undefined, messages: readonly unknown[]): boolean {
  return endedReason === 'silence-timed-out' && !hasUserWords(messages);
}

function hasUserWords(messages: readonly unknown[]): boolean {
  return messages.some((item) => {
    const { role, message } = loose<Vapi.UserMessage>(item);
    return role === 'user' && textIn(message) !== undefined;
  });
}

function costOf(told: Loose<Told>): number | undefined {
  const whole = numberIn(told.cost) ?? numberIn(loose<Vapi.CostBreakdown>(told.costBreakdown).total);
  const parts = listIn(told.costs).map((item) => numberIn(loose<Vapi.VapiCost>(item).cost) ?? 0);
  const cost = whole ?? (parts.length > 0 ? parts.reduce((sum, part) => sum + part, 0) : undefined);
  return cost === undefined || cost < 0 ? undefined : cost;
}

/** The stable address: a presigned one expires within the hour and differs in every delivery. */
function recordingUrlOf(artifact: Loose<Vapi.Artifact>, legacy: unknown): string | undefined {
  const recording = loose<Vapi.Recording>(artifact.recording);
  const mono = loose<Vapi.Mono>(recording.mono);
  const candidates = [
    artifact.recordingUrl,
    mono.combinedUrl,
    legacy,
    artifact.stereoRecordingUrl,
    recording.stereoUrl,
  ];
  return candidates.map(textIn).find((url) => url !== undefined && isStableUrl(url));
}

/** Whether this is an http(s) address that carries no signature of its own. */
export function isStableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const signed = [...url.searchParams.keys()].some((key) =>
    /signature|^sig$|^x-(amz|goog)-|^expires$/i.test(key),
  );
  return ['http:', 'https:'].includes(url.protocol) && !signed;
}

function toolCallsSaid(messages: readonly unknown[]): readonly ToolCall[] {
  return messages
    .flatMap((item) => listIn(loose<Vapi.ToolCallMessage>(item).toolCalls))
    .map(readToolCall)
    .filter((call) => call !== undefined);
}
