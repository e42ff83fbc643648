import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AirtableModule } from '../airtable/airtable.module';
import { AutomationModule } from '../automation/automation.module';
import { CallLogModule } from '../call-log/call-log.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { LeadsModule } from '../leads/leads.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { RetentionModule } from '../retention/retention.module';
import { ScriptModule } from '../script/script.module';
import { TelephonyModule } from '../telephony/telephony.module';
import { AttemptOutcomes } from './attempt-outcomes';
import { Budget } from './budget';
import { CallOrchestrator } from './call-orchestrator.service';
import { CallerNumbers } from './caller-numbers';
import { Campaign } from './campaign';
import { DialTurns } from './dial-turns';
import { Dialer } from './dialer.service';
import { DisclosureWatch } from './disclosure-watch.service';
import { LateCalls } from './late-calls';
import { ReadyStock } from './ready-stock';
import { Reconciliation } from './reconciliation.service';
import { Reservations } from './reservation';
import { Schedules } from './schedules.service';
import { ScriptVersions } from './script-versions';
import { Suspensions } from './suspensions.service';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    AirtableModule,
    AutomationModule,
    CallLogModule,
    ComplianceModule,
    LeadsModule,
    NotificationsModule,
    PersistenceModule,
    RetentionModule,
    ScriptModule,
    TelephonyModule,
  ],
  providers: [
    AttemptOutcomes,
    Budget,
    CallOrchestrator,
    CallerNumbers,
    Campaign,
    Dialer,
    DialTurns,
    DisclosureWatch,
    LateCalls,
    ReadyStock,
    Reconciliation,
    Reservations,
    Schedules,
    ScriptVersions,
    Suspensions,
  ],
  exports: [CallOrchestrator, Campaign, DisclosureWatch],
})
export class OrchestrationModule {}
