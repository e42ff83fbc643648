import { IncomingHttpHeaders } from 'node:http';
import { v7 } from 'uuid';

const SANE = /^[\w-]{1,100}$/;
const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

/**
 * The id under which a request's log lines and its problem document are found: the caller's own, where it is fit to
 * be logged, else a new one.
 */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : v7();
}

/** The trace that the request belongs to: 32 hexadecimal digits, from W3C's `traceparent`. */
export function traceIdOf(headers: IncomingHttpHeaders): string | undefined {
  const parent = headers.traceparent;
  return typeof parent === 'string' ? TRACE_PARENT.exec(parent)?.[1] : undefined;
}
