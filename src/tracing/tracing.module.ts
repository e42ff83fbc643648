import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { Tracing } from './tracing.service';

/** The HTTP client is the one that telephony, automation and notifications have: a module is made once. */
@Module({ imports: [HttpModule], providers: [Tracing] })
export class TracingModule {}
