import { Controller, Get, Logger, Module, Param, Post } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { currentWork, inWork, Work } from '../common/work';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { createApp } from '../configure-app';
import { LoggingModule } from './logging.module';

type Line = Record<string, unknown>;
const written: string[] = [];
/** What the last webhook was a part of. */
let seen: Work;
const destination = { write: (text: string) => void written.push(text) };

@Controller()
class TalkingController {
  readonly #logger = new Logger('Talker');

  @Get('calls/:phone')
  call(@Param('phone') phone: string) {
    this.#logger.log({ attempt: 1 }, `Asked about ${phone}`);
    return {};
  }

  @Post('webhook')
  webhook() {
    seen = currentWork();
    return {};
  }

  @Get('broken')
  broken() {
    throw new Error('Outer', { cause: new Error('Inner') });
  }

  @Get(['health', 'health/ready', 'metrics'])
  quiet() {
    return {};
  }
}

@Module({
  imports: [ConfigModule.for(readEnvironment({})), LoggingModule.to(destination)],
  controllers: [TalkingController],
})
class TalkingModule {}

/** Makes a request and returns the lines that were written because of it. */
async function linesOf(
  app: NestFastifyApplication,
  request: Parameters<NestFastifyApplication['inject']>[0],
) {
  written.length = 0;
  await app.inject(request);
  return written.map((line) => JSON.parse(line) as Line);
}

describe('an app with LoggingModule', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createApp(TalkingModule);
    await app.init();
  });

  afterAll(async () => await app.close());

  it('says once, at info, how a request went, without its query string', async () => {
    const [line, ...others] = await linesOf(app, { method: 'POST', url: '/webhook?token=very-secret' });
    expect(others).toEqual([]);
    expect(line).toMatchObject({ level: 'info', method: 'POST', path: '/webhook', status: 201 });
    expect(line?.ms).toEqual(expect.any(Number));
    expect(line?.msg).toMatch(/^POST \/webhook 201 \d+ ms$/);
  });

  it('never writes headers or bodies', async () => {
    await linesOf(app, {
      method: 'POST',
      url: '/webhook',
      headers: {
        authorization: 'Bearer header-secret-1',
        cookie: 'session=header-secret-2',
        'x-webhook-token': 'header-secret-3',
        'x-vapi-secret': 'header-secret-4',
        'x-twilio-signature': 'header-secret-5',
      },
      payload: { transcript: 'words-of-a-person' },
    });
    expect(written).toHaveLength(1);
    expect(written.join('')).not.toMatch(/header-secret|words-of-a-person/);
  });

  it('blanks a number in a path', async () => {
    const lines = await linesOf(app, { method: 'GET', url: '/calls/+14155550123' });
    expect(lines.map((line) => line.msg)).toEqual([
      'Asked about [number]',
      expect.stringContaining('/calls/[number]'),
    ]);
  });

  it("puts the caller's request id and trace on every line of the request", async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const headers = { 'x-request-id': 'caller-7', traceparent };
    const lines = await linesOf(app, { method: 'GET', url: '/calls/x', headers });
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatchObject({ requestId: 'caller-7', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
    }
    expect(lines[0]).toMatchObject({ context: 'Talker', attempt: 1 });
  });

  it('puts the id of the request on what is done because of it, however much later', async () => {
    const later = new Logger('Later');
    const step = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    written.length = 0;
    later.log('Of nothing');
    inWork({ requestId: 'webhook-7', step }, () => later.log('Of the webhook'));
    const [free, bound] = written.map((line) => JSON.parse(line) as Line);
    expect(free).not.toHaveProperty('requestId');
    expect(bound).toMatchObject({ requestId: 'webhook-7', traceId: step.traceId, msg: 'Of the webhook' });
  });

  it('makes what a request with a body sets off a part of it', async () => {
    const headers = { 'x-request-id': 'caller-8' };
    await linesOf(app, { method: 'POST', url: '/webhook', headers, payload: { a: 1 } });
    expect(seen).toEqual({ requestId: 'caller-8' });
  });

  it('logs an unexpected error once, with its cause, under the id that the answer bears', async () => {
    written.length = 0;
    const answer = await app.inject({ method: 'GET', url: '/broken' });
    const { requestId } = answer.json<{ requestId: string }>();
    const lines = written.map((line) => JSON.parse(line) as Line);
    expect(lines.filter((line) => line.err !== undefined)).toEqual([
      expect.objectContaining({
        level: 'error',
        requestId,
        err: expect.objectContaining({
          message: 'Outer: Inner',
          stack: expect.stringContaining('caused by: Error: Inner') as string,
        }) as object,
      }),
    ]);
    expect(lines.at(-1)).toMatchObject({ requestId, status: 500 });
  });

  it.each(['/health', '/health/ready', '/metrics', '/metrics?x=1'])('is silent about %s', async (url) => {
    expect(await linesOf(app, { method: 'GET', url })).toEqual([]);
  });

  it('is not silent about what only begins like a probe', async () => {
    expect(await linesOf(app, { method: 'GET', url: '/healthy' })).toHaveLength(1);
  });
});
