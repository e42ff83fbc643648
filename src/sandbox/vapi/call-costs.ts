import { objectOf, stringOf } from '../http/json';
import { linesUntil } from './call-artifact';
import type { SimulatedCall } from './simulated-call';

const round = (amount: number): number => Math.round(amount * 10_000) / 10_000;

/** What an ended call costs, in US dollars, item by item; nothing for a call that was never answered. */
export function costsOf(call: SimulatedCall) {
  if (call.startedAt === undefined || call.endedAt === undefined) return [];
  const minutes = round((Date.parse(call.endedAt) - Date.parse(call.startedAt)) / 60_000);
  const lines = linesUntil(call, call.endedAt);
  const characters = lines
    .filter(({ role }) => role === 'bot')
    .reduce((sum, { text }) => sum + text.length, 0);
  const promptTokens = 900 * lines.length;
  const completionTokens = Math.ceil(characters / 4);
  const { provider, model } = objectOf(call.assistant.model);
  const llm = { provider: stringOf(provider) ?? 'openai', model: stringOf(model) ?? 'gpt-4.1' };
  const voice = objectOf(call.assistant.voice);
  return [
    { type: 'transport' as const, provider: 'twilio' as const, minutes, cost: round(minutes * 0.01) },
    {
      type: 'transcriber' as const,
      transcriber: { provider: 'deepgram' },
      minutes,
      cost: round(minutes * 0.01),
    },
    {
      type: 'model' as const,
      model: llm,
      promptTokens,
      completionTokens,
      cost: round(promptTokens * 2e-6 + completionTokens * 8e-6),
    },
    {
      type: 'voice' as const,
      voice: { provider: stringOf(voice.provider) ?? 'vapi' },
      characters,
      cost: round(characters * 2e-5),
    },
    { type: 'vapi' as const, subType: 'normal' as const, minutes, cost: round(minutes * 0.05) },
    {
      type: 'analysis' as const,
      analysisType: 'summary' as const,
      model: llm,
      promptTokens: 400,
      completionTokens: 60,
      cost: 0.0004,
    },
  ];
}

/** The sum of `costsOf`. */
export function costOf(call: SimulatedCall): number {
  return round(costsOf(call).reduce((sum, { cost }) => sum + cost, 0));
}

/** The same by kind, as `Call.costBreakdown` gives it. */
export function costBreakdownOf(call: SimulatedCall) {
  const costs = costsOf(call);
  const of = (type: string): number => costs.find((item) => item.type === type)?.cost ?? 0;
  return {
    transport: of('transport'),
    stt: of('transcriber'),
    llm: of('model'),
    tts: of('voice'),
    vapi: of('vapi'),
    total: costOf(call),
  };
}
