import { Type } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { APP_OPTIONS, configureApp, newAdapter } from '../../src/configure-app';
import { DashboardModule } from '../../src/dashboard/dashboard.module';
import { aBench, Bench } from './database';

const ADMIN_TOKEN = 'an-operators-token-of-length';

/** Some of the operators' routes over HTTP, with a bench's own services; nothing is scheduled, so nothing dials meanwhile. */
export class OperatorRoutes {
  private constructor(
    readonly bench: Bench,
    private readonly app: NestFastifyApplication,
  ) {}

  static async serve(
    controllers: Type[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<OperatorRoutes> {
    const bench = await aBench([DashboardModule], { ADMIN_TOKEN, ...variables });
    const module = await Test.createTestingModule({ controllers })
      .useMocker((token) => bench.app.get(token as never, { strict: false }))
      .compile();
    const app = module.createNestApplication<NestFastifyApplication>(newAdapter(), APP_OPTIONS);
    return new OperatorRoutes(bench, await configureApp(app).init());
  }

  /** @param token of whoever asks; `null`: nobody known */
  async get(url: string, token: string | null = ADMIN_TOKEN) {
    return await this.app.inject({ url, headers: headersWith(token) });
  }

  async post(url: string, payload: object, token: string | null = ADMIN_TOKEN) {
    return await this.app.inject({ method: 'POST', url, payload, headers: headersWith(token) });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.bench.database.destroy();
  }
}

function headersWith(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
