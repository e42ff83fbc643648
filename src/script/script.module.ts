import { Module } from '@nestjs/common';
import { Script } from './script.service';

@Module({ providers: [Script], exports: [Script] })
export class ScriptModule {}
