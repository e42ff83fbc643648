import { isError } from '../common/errors';

const MAX_DEPTH = 8;

/** An error as a log line shows it. */
export interface ErrorRecord {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
}

/**
 * Describes an error with all its causes. Only these fields are taken: what clients hang on their errors (the request
 * with its headers, the row that broke a constraint) holds secrets and personal data.
 */
export function errorRecord(error: Error): ErrorRecord {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const chain = causes(error);
  return {
    type: error.constructor.name === 'Error' ? error.name : error.constructor.name,
    message: chain.map(ownMessage).filter(Boolean).join(': '),
    stack: chain.map((link) => link.stack ?? `${link.name}: ${link.message}`).join('\ncaused by: '),
    ...(code !== undefined && { code }),
  };
}

/**
 * Whatever stands where an error should. Clients emit copies of theirs, plain objects with all that hung on the original
 * (a statement's parameters, say): of those too only the fields of an {@link ErrorRecord} are taken.
 */
export function anyErrorRecord(thrown: unknown): ErrorRecord {
  if (isError(thrown)) return errorRecord(thrown);
  if (typeof thrown !== 'object' || thrown === null)
    return { type: typeof thrown, message: String(thrown), stack: '' };
  const field = (name: string): string | undefined => {
    const value: unknown = Reflect.get(thrown, name);
    return typeof value === 'string' ? value : undefined;
  };
  const code = field('code');
  const message = field('message') ?? 'An error without a message';
  return {
    type: field('type') ?? field('name') ?? 'Error',
    message,
    stack: field('stack') ?? message,
    ...(code !== undefined && { code }),
  };
}

/** The error, then what caused it, and so on. Aggregates (a connection tried over several addresses) are opened. */
function causes(error: Error): Error[] {
  const chain: Error[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && chain.length < MAX_DEPTH) {
    const next = waiting.shift();
    if (!isError(next) || chain.includes(next)) continue;
    chain.push(next);
    waiting.push(next.cause, ...aggregated(next));
  }
  return chain;
}

function ownMessage(error: Error): string {
  // An aggregate often has no words of its own.
  return error.message === '' && aggregated(error).length > 0 ? '' : error.message || error.name;
}

function aggregated(error: Error): readonly unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}
