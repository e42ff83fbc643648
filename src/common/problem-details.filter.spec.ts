import {
  ConflictException,
  Controller,
  ForbiddenException,
  Get,
  HttpException,
  LoggerService,
  Module,
  NotFoundException,
  Param,
  Res,
  ServiceUnavailableException,
  UnauthorizedException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../configure-app';
import { ExternalApiError } from './errors';
import { InvalidFieldsException } from './invalid-fields.exception';

const FAULTS: Readonly<Record<string, () => unknown>> = {
  unauthorized: () => new UnauthorizedException('The token has expired'),
  forbidden: () => new ForbiddenException('Not yours'),
  missing: () => new NotFoundException('There is no such call'),
  conflict: () => new ConflictException('The campaign is paused already'),
  unprocessable: () => new UnprocessableEntityException('The row has no phone'),
  fields: () => new InvalidFieldsException([{ field: 'a.b', detail: 'a.b must be a string' }]),
  unavailable: () => new ServiceUnavailableException('Shutting down'),
  bug: () => new TypeError('secret inner detail', { cause: new Error('the cause') }),
  internal: () => new HttpException('secret inner detail', 500),
  thrown: () => 'secret inner detail',
  database: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }),
  vapi: () => new ExternalApiError('vapi', 'secret inner detail', { effect: 'unreachable' }),
};

@Controller()
class FaultyController {
  @Get('fail/:fault')
  fail(@Param('fault') fault: string) {
    throw FAULTS[fault]?.();
  }

  @Get('limited')
  limited(@Res({ passthrough: true }) reply: { header(name: string, value: string): unknown }) {
    reply.header('retry-after', '7');
    throw new HttpException('Slow down', 429);
  }
}

@Module({ controllers: [FaultyController] })
class FaultyModule {}

/** Remembers what was said at which level. */
class RememberingLogger implements LoggerService {
  readonly lines: { readonly level: string; readonly said: readonly unknown[] }[] = [];
  log(): void {
    // Not what is looked at here.
  }
  warn(...said: unknown[]): void {
    this.lines.push({ level: 'warn', said });
  }
  error(...said: unknown[]): void {
    this.lines.push({ level: 'error', said });
  }
}

describe('the problem details filter', () => {
  const logger = new RememberingLogger();
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createApp(FaultyModule, logger);
    await app.init();
  });

  beforeEach(() => void logger.lines.splice(0));

  afterAll(async () => await app.close());

  const fail = async (fault: string) => await app.inject(`/fail/${fault}?token=very-secret`);

  it.each([
    ['forbidden', 403, 'Forbidden', 'Not yours'],
    ['missing', 404, 'Not Found', 'There is no such call'],
    ['conflict', 409, 'Conflict', 'The campaign is paused already'],
    ['unprocessable', 422, 'Unprocessable Entity', 'The row has no phone'],
  ])(
    'gives a refusal (%s) its status and its words, and logs nothing',
    async (fault, status, title, detail) => {
      const answer = await fail(fault);
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      const requestId = answer.headers['x-request-id'];
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title,
        status,
        detail,
        instance: `/fail/${fault}`,
        requestId,
      });
      expect(logger.lines).toEqual([]);
    },
  );

  it('does not say which part of the credentials was wrong', async () => {
    const answer = await fail('unauthorized');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ detail: 'The credentials are missing or not accepted' });
    expect(answer.body).not.toContain('expired');
  });

  it('lists bad fields', async () => {
    const answer = await fail('fields');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ field: 'a.b', detail: 'a.b must be a string' }] });
  });

  it.each(['bug', 'internal', 'thrown', 'vapi'])(
    'keeps the details of %s inside and logs it once',
    async (fault) => {
      const answer = await fail(fault);
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain('secret');
      expect(answer.json()).toMatchObject({ title: 'Internal Server Error', status: 500 });
      const { requestId } = answer.json<{ requestId: string }>();
      expect(logger.lines).toHaveLength(1);
      expect(logger.lines[0]?.level).toBe('error');
      expect(logger.lines[0]?.said[0]).toEqual({ requestId, err: expect.any(Error) as Error });
    },
  );

  it('asks to come again when the database is away, and says so in the log as a warning', async () => {
    const answer = await fail('database');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).not.toContain('10.0.0.1');
    expect(logger.lines.map((line) => line.level)).toEqual(['warn']);
  });

  it('asks to come again when a handler says that it is unavailable', async () => {
    const answer = await fail('unavailable');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ detail: 'Shutting down' });
  });

  it("keeps a limiter's own time to wait", async () => {
    const answer = await app.inject('/limited');
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('7');
  });
});
