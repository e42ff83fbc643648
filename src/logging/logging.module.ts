import { DynamicModule, Module, RequestMethod } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import pino, { DestinationStream } from 'pino';
import { LogSettings } from '../config/settings';
import { logOptions } from './log-options';

const STDOUT = 1;

/** nestjs-pino's own default matches nothing but `/` under Nest 12 on Fastify. */
const EVERY_ROUTE = [{ path: '/{*path}', method: RequestMethod.ALL }];

/**
 * Logging for the whole process. Nest's own `Logger` is what code uses; `app.useLogger(app.get(Logger))` of nestjs-pino
 * sends it here. The first module made in a process decides where and how all of them write.
 */
@Module({})
export class LoggingModule {
  /** @param destination default: standard output, written at once, so that a crash loses no line */
  static to(destination?: DestinationStream): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRootAsync({
          inject: [LogSettings],
          useFactory: (settings: LogSettings) => {
            const onTerminal = destination === undefined && process.stdout.isTTY;
            const stream = destination ?? pino.destination({ fd: STDOUT, sync: true });
            return { forRoutes: EVERY_ROUTE, pinoHttp: [logOptions(settings, onTerminal), stream] };
          },
        }),
      ],
    };
  }
}
