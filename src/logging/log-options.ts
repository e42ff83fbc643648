import { IncomingMessage, ServerResponse } from 'node:http';
import { Options } from 'pino-http';
import { isError } from '../common/errors';
import { currentWork } from '../common/work';
import { LogSettings } from '../config/settings';
import { anyErrorRecord, errorRecord } from './error-record';
import { formatNamed } from './log-formats';
import { HttpRecord, readLine } from './log-record';
import { requestIdOf, traceIdOf } from './request-id';

/** Nest tells of every route and module at start: of use while debugging, noise otherwise. */
const NOISY_CONTEXTS: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
]);

const INFO = 30;

/**
 * Settings of `pino-http`: which requests are logged, and through which guard and format every line goes out.
 * @param onTerminal whether a person is watching: gives colours, and `pretty` where no format is set
 */
export function logOptions(settings: Pick<LogSettings, 'level' | 'format'>, onTerminal: boolean): Options {
  const format = formatNamed(settings.format ?? (onTerminal ? 'pretty' : 'json'), onTerminal);
  return {
    level: settings.level,
    base: null,
    wrapSerializers: false,
    mixin: workInHand,
    genReqId: (request) => requestIdOf(request.headers),
    serializers: { err: anyErrorRecord, req: identify },
    formatters: { log: describeErrors },
    hooks: {
      streamWrite: (line) => format(readLine(line)),
      logMethod(said, method, level) {
        const [first, ...rest] = said;
        const fields: unknown = first;
        if (level === INFO && isNoise(fields) && !this.isLevelEnabled('debug')) return;
        method.apply(this, [withError(fields, rest), ...rest] as typeof said);
      },
    },
    autoLogging: { ignore: (request) => /^\/(health(\/|$)|metrics$)/.test(pathOf(request)) },
    // A failed request was logged with its error where it failed; here it gets its one line like any other.
    customSuccessObject: (request, response, value: TimedResponse) => answered(request, response, value),
    customErrorObject: (request, response, _error, value: TimedResponse) =>
      answered(request, response, value),
  };
}

interface TimedResponse {
  readonly responseTime: number;
}

function answered(
  request: IncomingMessage,
  response: ServerResponse,
  value: TimedResponse,
): { http: HttpRecord } {
  const method = request.method ?? '';
  return { http: { method, path: pathOf(request), status: response.statusCode, ms: value.responseTime } };
}

/** The address without its query string, which may hold a token. */
function pathOf(request: IncomingMessage): string {
  const original = 'originalUrl' in request ? request.originalUrl : undefined;
  const url = typeof original === 'string' ? original : (request.url ?? '');
  return url.split('?', 1)[0] ?? '';
}

/** All that each line says of the request in which it was written. */
function identify(request: IncomingMessage): object {
  return { id: request.id, traceId: traceIdOf(request.headers) };
}

/** What each line says of the work in which it was written, be it hours after the request that set it off. */
function workInHand(): object {
  const { requestId, step } = currentWork();
  return { ...(requestId !== undefined && { requestId }), ...(step && { traceId: step.traceId }) };
}

function describe(value: unknown): unknown {
  return isError(value) ? errorRecord(value) : value;
}

/** The first error among the fields is the line's error, by whatever name it was given. */
function describeErrors(fields: Record<string, unknown>): Record<string, unknown> {
  const described = Object.entries(fields).map(([key, value]): [string, unknown] => [key, describe(value)]);
  const unnamed =
    fields.err === undefined ? Object.keys(fields).find((key) => isError(fields[key])) : undefined;
  return Object.fromEntries(described.map(([key, value]) => [key === unnamed ? 'err' : key, value]));
}

function isNoise(fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null) return false;
  if ('http' in fields) return isRoutine(fields.http as HttpRecord);
  return 'context' in fields && NOISY_CONTEXTS.has(fields.context);
}

/** Half a dozen webhooks come of every call: what became of the call is said elsewhere, a metric counts them. */
function isRoutine({ path, status }: HttpRecord): boolean {
  return status < 400 && (path === '/vapi-webhook' || path === '/twilio-status');
}

/** `logger.error('text', error)` would lose the error: pino takes what follows the text for values to fill it with. */
function withError(fields: unknown, rest: readonly unknown[]): unknown {
  const error = rest.find(isError);
  if (!error || typeof fields !== 'object' || fields === null || 'err' in fields) return fields;
  return { ...fields, err: error };
}
