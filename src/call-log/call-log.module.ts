import { Module } from '@nestjs/common';
import { AirtableModule } from '../airtable/airtable.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { LeadsModule } from '../leads/leads.module';
import { Attempts } from './attempts';
import { Calls } from './calls';
import { LeadProgress } from './lead-progress';
import { LineSignal } from './line-signal';
import { Settlement } from './settlement.service';

@Module({
  imports: [AirtableModule, ComplianceModule, LeadsModule],
  providers: [Attempts, Calls, LeadProgress, LineSignal, Settlement],
  exports: [Attempts, Calls, LineSignal, Settlement],
})
export class CallLogModule {}
