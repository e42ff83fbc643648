import Airtable from 'airtable';
import { isObject } from './airtable-record';

/**
 * The package's base, made to say what Airtable said. Of 401, 403, 404, 429 and 5xx the package keeps only a message
 * of its own, so a spent monthly quota would look like five requests too many, and a deleted record like a bad token.
 */
export class CandidBase extends Airtable.Base {
  override _checkStatusForError(status: number, body?: unknown): InstanceType<typeof Airtable.Error> | null {
    if (status < 400) return null;
    const { type, message } = readFault(body);
    return new Airtable.Error(type ?? '', message ?? '', status);
  }
}

interface Fault {
  readonly type?: string;
  readonly message?: string;
}

/** Airtable has three shapes: `{error: {type, message}}`, `{error: 'TYPE'}`, `{errors: [{error, message}]}`. */
function readFault(body: unknown): Fault {
  if (!isObject(body)) return {};
  const first: unknown = Array.isArray(body.errors) ? body.errors[0] : body.error;
  if (typeof first === 'string') return { type: first, message: textOf(body.message) };
  if (!isObject(first)) return {};
  return { type: textOf(first.type) ?? textOf(first.error), message: textOf(first.message) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
