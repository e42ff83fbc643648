import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { DynamicModule, LoggerService, Type, ValidationPipe } from '@nestjs/common';
import { HttpAdapterHost, NestFactory } from '@nestjs/core';
import { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { IncomingMessage, ServerResponse } from 'node:http';
import { describeApi } from './api-docs';
import { InvalidFieldsException } from './common/invalid-fields.exception';
import { PROBLEM_TYPE, problemDetails, toProblem } from './common/problem-details';
import { ProblemDetailsFilter } from './common/problem-details.filter';
import { inWork } from './common/work';
import { ServerSettings } from './config/settings';
import { securityHeaders } from './dashboard/access/security-headers';
import { acceptCsv } from './dashboard/import/csv-body';
import { requestIdOf } from './logging/request-id';

const MEBIBYTE = 1_048_576;

/**
 * Given to Nest wherever an app is made on {@link newAdapter}: signatures of webhooks are made over the raw bytes, which
 * are then found as `rawBody` on the request beside its parsed `body`, for JSON and for forms.
 */
export const APP_OPTIONS = { rawBody: true, bufferLogs: true, abortOnError: false } as const;

/** The HTTP server: bodies up to 1 MiB, JSON and forms; behind a proxy whose `X-Forwarded-…` headers are believed. */
export function newAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: MEBIBYTE,
    trustProxy: true,
    // For the whole request to arrive (ms). Node's own default is switched off by Fastify.
    requestTimeout: 30_000,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    // An address that can't even be routed never comes to Nest's filters.
    frameworkErrors: (
      error: Error,
      request: { readonly id: string },
      reply: { readonly raw: ServerResponse },
    ) => {
      const problem = toProblem(error);
      reply.raw.writeHead(problem.status, {
        'content-type': PROBLEM_TYPE,
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-request-id': request.id,
      });
      reply.raw.end(JSON.stringify(problemDetails(problem, undefined, request.id)));
    },
  });
}

/** What `main.ts` and the end-to-end tests share: headers, problem documents, validation, request ids. Signals are main's. */
export function configureApp(app: NestFastifyApplication): NestFastifyApplication {
  const fastify = app.getHttpAdapter().getInstance();
  // Fastify takes plain text of itself; a webhook sent so by mistake should hear 415, not be taken for a string.
  fastify.removeContentTypeParser('text/plain');
  acceptCsv(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    // What concerns people is kept by no cache; whoever serves something else says so.
    void reply.header('cache-control', 'no-store');
    inWork({ requestId: request.id }, done);
  });
  void app.register(fastifyCookie);
  void app.register(fastifyHelmet, securityHeaders(!isSandbox(app)));
  app.useGlobalFilters(new ProblemDetailsFilter(app.get(HttpAdapterHost)));
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (errors) => InvalidFieldsException.from(errors),
    }),
  );
  describeApi(app);
  return app;
}

/** In doubt it is not: browsers are then told to keep to HTTPS. */
function isSandbox(app: NestFastifyApplication): boolean {
  try {
    return app.get(ServerSettings, { strict: false }).mode === 'sandbox';
  } catch {
    // A part of the service on its own, without its configuration.
    return false;
  }
}

/**
 * Makes the application, configured but not yet initialised or listening.
 * @param logger default: the one of `LoggingModule`, which the module must then import; `false` for none
 * @throws whatever stopped a module from starting
 */
export async function createApp(
  module: Type | DynamicModule,
  logger?: LoggerService | false,
): Promise<NestFastifyApplication> {
  const options = logger === undefined ? APP_OPTIONS : { ...APP_OPTIONS, logger };
  const app = await NestFactory.create<NestFastifyApplication>(module, newAdapter(), options);
  if (logger === undefined) app.useLogger(app.get(Logger));
  return configureApp(app);
}
