import { createHash } from 'node:crypto';
import { CallEvent } from './call-event';

/** A webhook, understood. */
export interface ProviderEvent {
  /** The provider's own word for it, short and free of odd characters: fit for a metric's label. */
  readonly type: string;
  readonly event: CallEvent;
  /** The same for every delivery of one event, different for any other event. */
  readonly dedupKey: string;
  /** It says nothing that the report of the call will not say again: need not be kept. */
  readonly isPassing?: boolean;
  /** All that is kept of the body, where the rest of it would only be said again. */
  readonly kept?: unknown;
}

/** SHA-256 over the parts, in hexadecimal; parts can't run into each other, and absent ones count. */
export function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The type as the provider wrote it, or `unknown` when it is not a plain word. */
export function eventType(written: string | undefined): string {
  return written !== undefined && /^[\w.[\]="-]{1,60}$/.test(written) ? written : 'unknown';
}

const E164 = /^\+[1-9]\d{6,14}$/;

/** The number if it is in E.164 form; a SIP address or a bare local number names nobody for sure. */
export function e164In(text: string | undefined): string | undefined {
  return text !== undefined && E164.test(text) ? text : undefined;
}
