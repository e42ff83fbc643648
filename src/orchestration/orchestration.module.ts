import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AirtableModule } from '../airtable/airtable.module';
import { CallLogModule } from '../call-log/call-log.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { LeadsModule } from '../leads/leads.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { ScriptModule } from '../script/script.module';
import { TelephonyModule } from '../telephony/telephony.module';
import { AttemptOutcomes } from './attempt-outcomes';
import { Budget } from './budget';
import { CallOrchestrator } from './call-orchestrator.service';
import { Campaign } from './campaign';
import { Dialer } from './dialer.service';
import { Reconciliation } from './reconciliation.service';
import { Reservations } from './reservation';
import { Schedules } from './schedules.service';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    AirtableModule,
    CallLogModule,
    ComplianceModule,
    LeadsModule,
    PersistenceModule,
    ScriptModule,
    TelephonyModule,
  ],
  providers: [
    AttemptOutcomes,
    Budget,
    CallOrchestrator,
    Campaign,
    Dialer,
    Reconciliation,
    Reservations,
    Schedules,
  ],
  exports: [CallOrchestrator, Campaign],
})
export class OrchestrationModule {}
