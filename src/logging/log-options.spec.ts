import { pinoHttp } from 'pino-http';
import { ExternalApiError } from '../common/errors';
import { LogSettings } from '../config/settings';
import { logOptions } from './log-options';

type Line = Record<string, unknown>;

function logger(format: LogSettings['format'], level = 'info') {
  const written: string[] = [];
  const destination = { write: (text: string) => void written.push(text) };
  const log = pinoHttp(logOptions({ level, format }, false), destination).logger;
  return { log, written, last: () => JSON.parse(written.at(-1) ?? '') as Line };
}

function failure(): Error {
  const cause = Object.assign(new Error('connect ECONNREFUSED for +14155550123'), {
    code: 'ECONNREFUSED',
    config: { headers: { Authorization: 'Bearer abcdefgh12345678' } },
  });
  return new ExternalApiError('vapi', 'Call to (415) 555-0123 failed at /x?token=s3cr3t in transit', {
    effect: 'unreachable',
    cause,
  });
}

describe.each(['json', 'ecs', 'gcp', 'pretty'] as const)('the format %s', (format) => {
  it('lets no number, secret or client detail of an error through', () => {
    const { log, written } = logger(format);
    log.error({ err: failure() }, 'Dialing +14155550123 failed');
    log.warn(
      { reason: failure(), nested: { list: ['+14155550123'] }, headers: { cookie: 'a=b; session' } },
      'Hm',
    );
    log.child({ called: '+14155550123' }).info('bound');
    log.info({ authorization: 'opaque-value-1', deeper: { 'x-vapi-secret': 'opaque-value-2' } }, 'headers');
    expect(written).toHaveLength(4);
    expect(written.join('')).not.toMatch(/555.?0123|s3cr3t|abcdefgh|session|opaque-value/);
  });

  it('takes of an error that a client has copied only what describes it', () => {
    const { log, written } = logger(format);
    const { message, stack } = failure();
    log.error({ err: { message, stack, params: ['I live in Elm Street'], detail: 'Elm Street' } }, 'Failed');
    log.error({ err: 'It broke' }, 'Failed');
    expect(written.join('')).toContain('log-options.spec');
    expect(written.join('')).not.toMatch(/Elm Street|555.?0123|s3cr3t/);
  });

  it('tells of the error, its stack and all its causes', () => {
    const { log, written } = logger(format);
    log.error({ err: failure() }, 'Dialing failed');
    expect(written[0]).toContain('log-options.spec');
    expect(written[0]).toContain('caused by: Error: connect ECONNREFUSED');
    expect(written[0]?.endsWith('\n')).toBe(true);
  });

  it('writes one line for what has no error', () => {
    const { log, written } = logger(format);
    log.info({ context: 'Dialer', attempts: 2 }, 'Dialed');
    expect(written[0]?.trimEnd().split('\n')).toHaveLength(1);
    expect(written[0]).toMatch(/Dialer.*Dialed|Dialed.*Dialer/);
  });
});

describe('json', () => {
  it('names the level in words and the time in ISO 8601', () => {
    const { log, last } = logger('json');
    log.warn({ context: 'Airtable', waited: 12 }, 'Slow');
    expect(last()).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      context: 'Airtable',
      msg: 'Slow',
      waited: 12,
    });
  });

  it('describes an error by type, code, message and stack only', () => {
    const { log, last } = logger('json');
    log.error(failure());
    expect(last().err).toEqual({
      type: 'ExternalApiError',
      code: 'VAPI_UNREACHABLE',
      message: 'Call to [number] failed at /x?token=[redacted] in transit: connect ECONNREFUSED for [number]',
      stack: expect.stringContaining('caused by') as string,
    });
    expect(last().msg).toBe('Call to [number] failed at /x?token=[redacted] in transit');
  });

  it('opens a connection error that was tried over several addresses', () => {
    const { log, last } = logger('json');
    log.error(
      new AggregateError([
        new Error('connect ECONNREFUSED ::1'),
        new Error('connect ECONNREFUSED 127.0.0.1'),
      ]),
    );
    expect((last().err as Line).message).toBe('connect ECONNREFUSED ::1: connect ECONNREFUSED 127.0.0.1');
  });

  it('survives causes that go in a circle', () => {
    const { log, last } = logger('json');
    const error = new Error('first');
    error.cause = new Error('second', { cause: error });
    log.error(error);
    expect((last().err as Line).message).toBe('first: second');
  });

  it('keeps an error that was passed after the text', () => {
    const { log, last } = logger('json');
    log.error({ context: 'Tick' }, 'It failed', new Error('inner'));
    expect(last()).toMatchObject({ msg: 'It failed', err: { message: 'inner' } });
  });

  it("hides the framework's tale of its routes unless somebody debugs", () => {
    const quiet = logger('json');
    quiet.log.info({ context: 'RouterExplorer' }, 'Mapped {/, GET} route');
    quiet.log.warn({ context: 'RouterExplorer' }, 'Odd route');
    expect(quiet.written).toHaveLength(1);
    const chatty = logger('json', 'debug');
    chatty.log.info({ context: 'RouterExplorer' }, 'Mapped {/, GET} route');
    expect(chatty.written).toHaveLength(1);
  });
});

describe('ecs', () => {
  it("uses Elastic's field names", () => {
    const { log, last } = logger('ecs');
    log.error(
      { err: failure(), context: 'Dialer', requestId: 'r1', attempt: { number: 2 } },
      'Dialing failed',
    );
    expect(last()).toMatchObject({
      '@timestamp': expect.stringMatching(/Z$/) as string,
      'log.level': 'error',
      message: 'Dialing failed',
      'service.name': 'laura',
      'log.logger': 'Dialer',
      'http.request.id': 'r1',
      'error.type': 'ExternalApiError',
      'error.code': 'VAPI_UNREACHABLE',
      'error.message': expect.stringContaining('ECONNREFUSED') as string,
      'error.stack_trace': expect.stringContaining('caused by') as string,
      labels: { attempt: '{"number":2}' },
    });
  });
});

describe('gcp', () => {
  it.each([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARNING'],
    ['error', 'ERROR'],
    ['fatal', 'CRITICAL'],
  ] as const)('calls %s %s', (level, severity) => {
    const { log, last } = logger('gcp', 'trace');
    log[level]('text');
    expect(last()).toMatchObject({ severity, message: 'text', time: expect.stringMatching(/Z$/) as string });
  });

  it('marks faults, and only faults, for Error Reporting', () => {
    const { log, last } = logger('gcp');
    log.error({ err: failure() }, 'Dialing failed');
    expect(last()).toMatchObject({
      '@type': expect.stringContaining('ReportedErrorEvent') as string,
      stack_trace: expect.stringContaining('caused by') as string,
      serviceContext: { service: 'laura' },
    });
    log.warn({ err: failure() }, 'It will heal');
    expect(last()).not.toHaveProperty('@type');
    expect(last()).toHaveProperty('stack_trace');
  });
});
