import { scrub } from '../common/redaction';
import { ErrorRecord } from './error-record';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** How a request went; the path is without its query string. */
export interface HttpRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** A log line before it takes a format. */
export interface LogRecord {
  readonly level: LogLevel;
  /** ISO 8601. */
  readonly time: string;
  readonly message: string;
  /** The class or part that speaks. */
  readonly context?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly error?: ErrorRecord;
  /** Set on the one line that each request gets. */
  readonly http?: HttpRecord;
  /** Whatever else the caller said. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const LEVELS: Readonly<Record<number, LogLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Fields that never leave the process, at any depth, whatever their value. */
const FORBIDDEN =
  /^(authorization|cookie|set-cookie|x-webhook-token|x-vapi-secret|x-twilio-signature|x-signature|headers|body|rawBody|payload|transcript|password|.*token|.*secret|.*api_?key)$/i;

/**
 * Reads a line as pino wrote it and lets every text in it pass the last guard. Working on the finished line means that
 * no way of logging (bindings, serializers, nested objects) leads around it.
 */
export function readLine(line: string): LogRecord {
  const raw = guard(JSON.parse(line)) as Record<string, unknown>;
  const { level, time, msg, context, req, requestId, traceId, err, http, ...fields } = raw;
  const request = (req ?? {}) as { readonly id?: string; readonly traceId?: string };
  const error = err as ErrorRecord | undefined;
  const answered = http as HttpRecord | undefined;
  const id = requestId ?? request.id;
  const trace = traceId ?? request.traceId;
  return {
    level: LEVELS[Number(level)] ?? 'info',
    time: new Date(Number(time)).toISOString(),
    message: answered ? summary(answered) : typeof msg === 'string' ? msg : (error?.message ?? ''),
    ...(typeof context === 'string' && { context }),
    ...(typeof id === 'string' && { requestId: id }),
    ...(typeof trace === 'string' && { traceId: trace }),
    ...(error !== undefined && { error }),
    ...(answered && { http: answered }),
    fields,
  };
}

function summary({ method, path, status, ms }: HttpRecord): string {
  return `${method} ${path} ${status} ${ms} ms`;
}

function guard(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map(guard);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    FORBIDDEN.test(key) ? '[redacted]' : guard(item),
  ]);
  return Object.fromEntries(entries) as unknown;
}
