import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '../http/json';
import {
  OVERRIDE_PROPERTIES,
  ASSISTANT_PROPERTIES,
  SERVER_MESSAGES,
  SERVER_PROPERTIES,
} from './assistant-properties';

/** Complaints about properties that the schema doesn't have, worded as VAPI words them. */
export function unknownProperties(given: JsonObject, known: readonly string[], path: string): string[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `${path}property ${name} should not exist`);
}

/** A complaint when the text is longer than allowed. */
export function tooLong(given: JsonObject, name: string, most: number, path: string): string[] {
  const value = given[name];
  if (value === undefined) return [];
  if (typeof value !== 'string') return [`${path}${name} must be a string`];
  return value.length > most ? [`${path}${name} must be shorter than or equal to ${most} characters`] : [];
}

function outOfRange(given: JsonObject, name: string, least: number, most: number, path: string): string[] {
  const value = given[name];
  if (value === undefined) return [];
  if (typeof value !== 'number')
    return [`${path}${name} must be a number conforming to the specified constraints`];
  if (value < least) return [`${path}${name} must not be less than ${least}`];
  return value > most ? [`${path}${name} must not be greater than ${most}`] : [];
}

function server(given: unknown, path: string): string[] {
  if (given === undefined) return [];
  if (!isObject(given)) return [`${path.slice(0, -1)} must be an object`];
  const complaints = unknownProperties(given, SERVER_PROPERTIES, path);
  if (!URL.canParse(stringOf(given.url) ?? '')) complaints.push(`${path}url must be a URL address`);
  complaints.push(...outOfRange(given, 'timeoutSeconds', 1, 300, path));
  if (Object.values(objectOf(given.headers)).some((value) => typeof value !== 'string')) {
    complaints.push(`${path}headers must be an object of strings`);
  }
  if (given.backoffPlan === undefined) return complaints;
  const plan = objectOf(given.backoffPlan);
  const at = `${path}backoffPlan.`;
  if (!['fixed', 'exponential'].includes(stringOf(plan.type) ?? '')) {
    complaints.push(`${at}type must be one of the following values: fixed, exponential`);
  }
  for (const name of ['maxRetries', 'baseDelaySeconds']) {
    complaints.push(...outOfRange({ [name]: plan[name] ?? '' }, name, 0, 10, at));
  }
  return complaints;
}

function model(given: unknown, path: string): string[] {
  if (given === undefined) return [];
  const complaints: string[] = [];
  const { provider, model: name, messages, tools } = objectOf(given);
  if (typeof provider !== 'string') complaints.push(`${path}provider must be a string`);
  if (typeof name !== 'string') complaints.push(`${path}model must be a string`);
  for (const [index, message] of arrayOf(messages).entries()) {
    const { role, content } = objectOf(message);
    if (typeof role === 'string' && (typeof content === 'string' || content === null)) continue;
    complaints.push(`${path}messages.${index}.content must be a string`);
  }
  for (const [index, tool] of arrayOf(tools).entries()) {
    const { type, function: definition, server: own } = objectOf(tool);
    if (typeof type !== 'string') complaints.push(`${path}tools.${index}.type must be a string`);
    if (type === 'function' && typeof objectOf(definition).name !== 'string') {
      complaints.push(`${path}tools.${index}.function.name must be a string`);
    }
    complaints.push(...server(own, `${path}tools.${index}.server.`));
  }
  return complaints;
}

/**
 * Complaints about an assistant, or about overrides of one; none when it is acceptable. Loose on the inside of
 * models, voices and plans, strict on property names, lengths and ranges.
 */
export function assistantComplaints(given: unknown, path: string, isOverride: boolean): string[] {
  if (given === undefined) return [];
  if (!isObject(given)) return [`${path.slice(0, -1)} must be an object`];
  const complaints = [
    ...unknownProperties(given, isOverride ? OVERRIDE_PROPERTIES : ASSISTANT_PROPERTIES, path),
    ...tooLong(given, 'name', 40, path),
    ...tooLong(given, 'endCallMessage', 1000, path),
    ...tooLong(given, 'voicemailMessage', 1000, path),
    ...outOfRange(given, 'maxDurationSeconds', 10, 43_200, path),
    ...model(given.model, `${path}model.`),
    ...server(given.server, `${path}server.`),
  ];
  if (given.voice !== undefined) {
    for (const name of ['provider', 'voiceId']) {
      if (typeof objectOf(given.voice)[name] !== 'string')
        complaints.push(`${path}voice.${name} must be a string`);
    }
  }
  const messages = given.serverMessages;
  if (messages !== undefined && arrayOf(messages).some((one) => !SERVER_MESSAGES.includes(String(one)))) {
    const values = SERVER_MESSAGES.join(', ');
    complaints.push(`${path}each value in serverMessages must be one of the following values: ${values}`);
  }
  if (given.metadata !== undefined && !isObject(given.metadata))
    complaints.push(`${path}metadata must be an object`);
  return complaints;
}
