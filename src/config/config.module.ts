import { DynamicModule, Module } from '@nestjs/common';
import { Environment } from './environment';
import { SETTINGS } from './settings';

/** Gives every module its slice of a validated environment. */
@Module({})
export class ConfigModule {
  static for(environment: Environment): DynamicModule {
    const slices = SETTINGS.map((slice) => ({ provide: slice, useValue: new slice(environment) }));
    return { module: ConfigModule, global: true, providers: slices, exports: [...SETTINGS] };
  }
}
