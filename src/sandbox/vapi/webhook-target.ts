import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '../http/json';
import { DEFAULT_SERVER_MESSAGES, TRANSCRIPT_FINAL } from './assistant-properties';
import { findTool } from './call-plan';
import type { Message, SimulatedCall } from './simulated-call';

/** Where a message goes, and how stubbornly. */
export interface WebhookTarget {
  url: string;
  headers: Record<string, string>;
  /** Real time the receiver has for its answer. */
  timeoutMs: number;
  /** Undefined: a failed delivery is not repeated. */
  backoff?: { isExponential: boolean; maxRetries: number; baseDelayMs: number; excluded: readonly number[] };
}

const DEFAULT_TIMEOUT_SECONDS = 20;

function targetOf(server: JsonObject): WebhookTarget | undefined {
  const url = stringOf(server.url);
  if (url === undefined) return undefined;
  const plan = objectOf(server.backoffPlan);
  const headers = Object.entries(objectOf(server.headers)).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return {
    url,
    headers: Object.fromEntries(headers),
    timeoutMs: (numberOf(server.timeoutSeconds) ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    ...(server.backoffPlan !== undefined && {
      backoff: {
        isExponential: plan.type === 'exponential',
        maxRetries: numberOf(plan.maxRetries) ?? 0,
        baseDelayMs: (numberOf(plan.baseDelaySeconds) ?? 0) * 1000,
        excluded: arrayOf(plan.excludedStatusCodes).map(Number),
      },
    }),
  };
}

/** Who gets the message: the tool's own server before the assistant's; nobody if the assistant doesn't list the type. */
export function targetFor(call: SimulatedCall, { type }: Message): WebhookTarget | undefined {
  const { tool } = call.plan;
  const ownServer =
    type === 'tool-calls' && tool ? objectOf(findTool(call.assistant, tool.name)).server : undefined;
  const own = targetOf(objectOf(ownServer));
  if (own !== undefined) return own;
  const listed = call.assistant.serverMessages ?? DEFAULT_SERVER_MESSAGES;
  const isListed = arrayOf(listed).some(
    (one) => one === type || (type === 'transcript' && one === TRANSCRIPT_FINAL),
  );
  return isListed ? targetOf(objectOf(call.assistant.server)) : undefined;
}
