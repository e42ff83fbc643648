import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence/persistence.module';
import { ComplianceGate } from './compliance-gate';
import { DatabaseComplianceGate } from './database-compliance-gate';
import { DatabaseSuppressions } from './database-suppressions';
import { Suppressions } from './suppressions';

/** Who may be called, and when; and who may never be. */
@Module({
  imports: [PersistenceModule],
  providers: [
    { provide: ComplianceGate, useClass: DatabaseComplianceGate },
    { provide: Suppressions, useClass: DatabaseSuppressions },
  ],
  exports: [ComplianceGate, Suppressions],
})
export class ComplianceModule {}
