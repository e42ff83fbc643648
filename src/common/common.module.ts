import { DynamicModule, Module } from '@nestjs/common';
import { hostname } from 'node:os';
import { Clock } from './clock';
import { ExternalApis } from './external-apis';
import { IdGenerator } from './ids';
import { Metrics } from './metrics';
import { Replica } from './replica';

/** What every module may use: the clock, ids, metrics, and what is known about other services. */
@Module({})
export class CommonModule {
  static with(clock: Clock): DynamicModule {
    const ids = new IdGenerator();
    const providers = [
      { provide: Clock, useValue: clock },
      { provide: IdGenerator, useValue: ids },
      { provide: Replica, useValue: new Replica(`${hostname()}/${ids.next()}`) },
      Metrics,
      ExternalApis,
    ];
    return { module: CommonModule, global: true, providers, exports: providers };
  }
}
