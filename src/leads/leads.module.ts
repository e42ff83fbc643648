import { Module } from '@nestjs/common';
import { AirtableModule } from '../airtable/airtable.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { AirtableLeadSource } from './airtable-lead-source';
import { AirtableSettings } from '../config/settings';
import { AirtableDestination, LeadDestination, LocalDestination } from './import/lead-destination';
import { LeadImport } from './import/lead-import';
import { LeadAdoption } from './lead-adoption';
import { LeadLoader } from './lead-loader.service';
import { LeadSource } from './lead-source';
import { LeadStore } from './lead-store';
import { LocalLeadLoader } from './local-lead-loader.service';
import { SourceLeadLoader } from './source-lead-loader.service';
import { WriteBack } from './write-back';

@Module({
  imports: [AirtableModule, ComplianceModule, PersistenceModule],
  providers: [
    { provide: LeadSource, useClass: AirtableLeadSource },
    SourceLeadLoader,
    LocalLeadLoader,
    {
      provide: LeadLoader,
      inject: [AirtableSettings, SourceLeadLoader, LocalLeadLoader],
      useFactory: ({ isUsed }: AirtableSettings, source: SourceLeadLoader, local: LocalLeadLoader) =>
        isUsed ? source : local,
    },
    LeadAdoption,
    LocalDestination,
    AirtableDestination,
    {
      provide: LeadDestination,
      inject: [AirtableSettings, AirtableDestination, LocalDestination],
      useFactory: (
        { isUsed }: AirtableSettings,
        airtable: AirtableDestination,
        local: LocalDestination,
      ): LeadDestination => (isUsed ? airtable : local),
    },
    LeadImport,
    LeadStore,
    WriteBack,
  ],
  exports: [LeadImport, LeadLoader, LeadStore],
})
export class LeadsModule {}
