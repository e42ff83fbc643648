import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { PersistenceModule } from '../persistence/persistence.module';
import { HealthController } from './health.controller';
import { ReadinessService } from './readiness.service';

@Module({
  // Terminus would log an error at each probe of a long outage; readiness tells of it itself.
  imports: [TerminusModule.forRoot({ logger: false }), PersistenceModule],
  controllers: [HealthController],
  providers: [ReadinessService],
})
export class HealthModule {}
