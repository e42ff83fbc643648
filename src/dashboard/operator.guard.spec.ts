import { Controller, Get, UseGuards } from '@nestjs/common';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { OperatorGuard } from './operator.guard';

const TOKEN = 'an-operators-token-of-length';

@Controller('guarded')
@UseGuards(OperatorGuard)
class GuardedController {
  @Get()
  read(): string {
    return 'in';
  }
}

async function startWith(variables: Record<string, string>): Promise<NestFastifyApplication> {
  const module = Test.createTestingModule({
    imports: [ConfigModule.for(readEnvironment(variables))],
    controllers: [GuardedController],
    providers: [OperatorGuard],
  });
  const app = (await module.compile()).createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  return await app.init();
}

async function statusFor(
  app: NestFastifyApplication,
  authorization?: string,
  url = '/guarded',
): Promise<number> {
  const headers = authorization === undefined ? {} : { authorization };
  return (await app.inject({ method: 'GET', url, headers })).statusCode;
}

describe('OperatorGuard', () => {
  it("lets in with the operators' token as a bearer, and with nothing else", async () => {
    const app = await startWith({ ADMIN_TOKEN: TOKEN });
    expect(await statusFor(app, `Bearer ${TOKEN}`)).toBe(200);
    expect(await statusFor(app, `bearer ${TOKEN}`)).toBe(200);
    for (const other of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      TOKEN,
      `Basic ${TOKEN}`,
      `Bearer ${TOKEN}x`,
      'Bearer undefined',
    ]) {
      expect(await statusFor(app, other)).toBe(401);
    }
    expect(await statusFor(app, undefined, `/guarded?token=${TOKEN}`)).toBe(401);
    await app.close();
  });

  it('lets nobody in while there is no token', async () => {
    const app = await startWith({});
    for (const any of [undefined, 'Bearer ', 'Bearer undefined']) expect(await statusFor(app, any)).toBe(401);
    await app.close();
  });
});
