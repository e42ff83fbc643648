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
