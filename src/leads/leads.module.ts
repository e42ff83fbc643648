import { Module } from '@nestjs/common';
import { AirtableModule } from '../airtable/airtable.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { AirtableLeadSource } from './airtable-lead-source';
import { LeadLoader } from './lead-loader.service';
import { LeadSource } from './lead-source';
import { LeadStore } from './lead-store';
import { WriteBack } from './write-back';

@Module({
  imports: [AirtableModule, ComplianceModule, PersistenceModule],
  providers: [{ provide: LeadSource, useClass: AirtableLeadSource }, LeadLoader, LeadStore, WriteBack],
  exports: [LeadLoader, LeadStore],
})
export class LeadsModule {}
