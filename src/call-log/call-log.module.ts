import { Module } from '@nestjs/common';
import { AirtableModule } from '../airtable/airtable.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { LeadsModule } from '../leads/leads.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { Attempts } from './attempts';
import { CallMatcher } from './call-matcher';
import { CallbackRequests } from './callback-requests';
import { CallRows } from './call-rows';
import { Calls } from './calls';
import { FinishedCalls } from './finished-calls';
import { LeadProgress } from './lead-progress';
import { LineSignal } from './line-signal';
import { OptOuts } from './opt-outs';
import { Settlement } from './settlement.service';

@Module({
  imports: [AirtableModule, ComplianceModule, LeadsModule, NotificationsModule],
  providers: [
    ...[Attempts, CallMatcher, CallbackRequests, CallRows, Calls, FinishedCalls, LeadProgress, LineSignal],
    ...[OptOuts, Settlement],
  ],
  exports: [Attempts, CallbackRequests, Calls, FinishedCalls, LineSignal, OptOuts, Settlement],
})
export class CallLogModule {}
