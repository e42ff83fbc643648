import { prettyFactory } from 'pino-pretty';
import { assertNever } from '../common/errors';
import { LogLevel, LogRecord } from './log-record';

const SERVICE = 'laura';

/** Writes one record as one line (with `pretty`: and the error's stack below it), its line break included. */
export type LogFormat = (record: LogRecord) => string;

/** Picks a format by its name in the configuration. */
export function formatNamed(name: 'pretty' | 'json' | 'ecs' | 'gcp', colorize: boolean): LogFormat {
  switch (name) {
    case 'pretty':
      return prettyFormat(colorize);
    case 'json':
      return jsonFormat;
    case 'ecs':
      return ecsFormat;
    case 'gcp':
      return gcpFormat;
    default:
      return assertNever(name);
  }
}

const line = (fields: object): string => `${JSON.stringify(fields)}\n`;

/** Our own names, for collectors without a convention. */
export const jsonFormat: LogFormat = ({ message, error, http, fields, ...rest }) =>
  line({ ...fields, ...rest, msg: message, ...http, ...(error && { err: error }) });

/** Elastic Common Schema, as https://www.elastic.co/docs/reference/ecs names the fields. */
export const ecsFormat: LogFormat = (record) => {
  const { error, http, fields } = record;
  return line({
    '@timestamp': record.time,
    'log.level': record.level,
    message: record.message,
    'ecs.version': '8.17.0',
    'service.name': SERVICE,
    'log.logger': record.context,
    'trace.id': record.traceId,
    'http.request.id': record.requestId,
    ...(http && {
      'http.request.method': http.method,
      'url.path': http.path,
      'http.response.status_code': http.status,
      // Nanoseconds.
      'event.duration': Math.round(http.ms * 1e6),
    }),
    ...(error && {
      'error.type': error.type,
      'error.code': error.code,
      'error.message': error.message,
      'error.stack_trace': error.stack,
    }),
    ...(Object.keys(fields).length > 0 && { labels: flat(fields) }),
  });
};

const SEVERITIES: Readonly<Record<LogLevel, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const REPORTED_ERROR = 'type.googleapis.com/google.devtools.clouderrorreporting.v1beta1.ReportedErrorEvent';

/** Cloud Logging's structured JSON; errors carry what makes Error Reporting group them. */
export const gcpFormat: LogFormat = (record) => {
  const { error, http, fields } = record;
  const isFault = record.level === 'error' || record.level === 'fatal';
  return line({
    ...fields,
    severity: SEVERITIES[record.level],
    time: record.time,
    message: record.message,
    'logging.googleapis.com/trace': record.traceId,
    ...(record.requestId && { 'logging.googleapis.com/labels': { request_id: record.requestId } }),
    ...(http && {
      httpRequest: {
        requestMethod: http.method,
        requestUrl: http.path,
        status: http.status,
        latency: `${http.ms / 1000}s`,
      },
    }),
    ...(isFault && { '@type': REPORTED_ERROR, serviceContext: { service: SERVICE } }),
    ...(error && { stack_trace: error.stack, error_type: error.type, error_code: error.code }),
    ...(record.context && { context: record.context }),
  });
};

/** For people: time, level, who speaks, what; then the other fields, then the error's stack. */
export function prettyFormat(colorize: boolean): LogFormat {
  const pretty = prettyFactory({
    colorize,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    messageKey: 'message',
  });
  return ({ level, time, message, context, error, fields }) => {
    const said = context === undefined ? message : `[${context}] ${message}`;
    const first = pretty({ level: NUMBERS[level], time: Date.parse(time), message: said, ...fields });
    const stack = error === undefined ? '' : `${error.stack.replace(/^/gm, '    ')}\n`;
    return `${first.trimEnd()}\n${stack}`;
  };
}

const NUMBERS: Readonly<Record<LogLevel, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** ECS labels hold plain keywords only. */
function flat(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
