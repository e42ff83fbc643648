import { isObject, numberOf, objectOf, type JsonObject } from '../http/json';
import { linesUntil } from './call-artifact';
import type { SimulatedCall } from './simulated-call';

/** Analysis as VAPI gives it; an empty object for a call without a conversation. */
export interface CallAnalysis {
  summary?: string;
  structuredData?: Record<string, unknown>;
  successEvaluation?: string;
}

const HOUR_MS = 3_600_000;

function typesOf(schema: JsonObject): string[] {
  return (Array.isArray(schema.type) ? schema.type : [schema.type]).map(String);
}

/** The choice of an enum that comes closest to the word; the last one, where "other" usually stands, failing that. */
function closest(choices: readonly unknown[], word: string): unknown {
  const plain = (text: unknown): string =>
    String(text)
      .toLowerCase()
      .replace(/[^a-z]/g, '');
  const wanted = plain(word);
  return (
    choices.find((choice) => plain(choice) === wanted) ??
    choices.find((choice) => plain(choice).includes(wanted) || wanted.includes(plain(choice))) ??
    choices.at(-1)
  );
}

/** The finding under this name, shaped by the schema's type and enum; undefined where there is nothing to say. */
function shaped(name: string, schema: JsonObject, facts: JsonObject): unknown {
  const fact = facts[name];
  const types = typesOf(schema);
  if (fact === undefined || fact === '') return types.includes('null') ? null : undefined;
  if (Array.isArray(schema.enum)) return closest(schema.enum, String(fact));
  if (types.includes('boolean') && typeof fact === 'string') return fact === 'hot' || fact === 'warm';
  return fact;
}

function factsOf(call: SimulatedCall): JsonObject {
  const { findings, endsAt } = call.plan;
  const { reached, interest, outcome, nextAction, optOut, wrongNumber, wantsHuman, objection } = findings;
  const endMs = Date.parse(call.endedAt ?? endsAt);
  const callbackAt =
    findings.callbackInHours === undefined
      ? undefined
      : new Date(endMs + findings.callbackInHours * HOUR_MS).toISOString();
  return { reached, interest, outcome, nextAction, callbackAt, optOut, wrongNumber, wantsHuman, objection };
}

/** Values for the names of the schema that the simulator knows; the other names are left out. */
function structuredDataOf(call: SimulatedCall, schema: JsonObject): JsonObject {
  const facts = factsOf(call);
  const entries = Object.entries(objectOf(schema.properties))
    .filter(([name]) => name in facts)
    .map(([name, property]): [string, unknown] => [name, shaped(name, objectOf(property), facts)])
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

/** What VAPI's analysis finds in an ended call, by the assistant's analysisPlan. */
export function analysisOf(call: SimulatedCall): CallAnalysis {
  const plan = objectOf(call.assistant.analysisPlan);
  const lines = linesUntil(call, call.endedAt ?? '');
  if (lines.length < (numberOf(plan.minMessagesThreshold) ?? 2)) return {};
  const { summary, optOut, interest } = call.plan.findings;
  const structured = objectOf(plan.structuredDataPlan);
  const isSuccess = interest === 'hot' || interest === 'warm' || optOut;
  return {
    ...(objectOf(plan.summaryPlan).enabled !== false && summary !== '' && { summary }),
    ...(structured.enabled === true &&
      isObject(structured.schema) && { structuredData: structuredDataOf(call, structured.schema) }),
    ...(objectOf(plan.successEvaluationPlan).enabled !== false && { successEvaluation: String(isSuccess) }),
  };
}
