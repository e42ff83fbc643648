import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence/persistence.module';
import { RulesSettings } from '../config/settings';
import { ConsentLedger } from './consents/consent-ledger';
import { ComplianceGate } from './compliance-gate';
import { DatabaseComplianceGate } from './database-compliance-gate';
import { DatabaseSuppressions } from './database-suppressions';
import { LowConfidenceWarning } from './low-confidence-warning';
import { OperatorRules } from './operator-rules/operator-rules';
import { readOperatorRules } from './operator-rules/read-operator-rules';
import { Suppressions } from './suppressions';

/** Who may be called, and when; and who may never be. */
@Module({
  imports: [PersistenceModule],
  providers: [
    { provide: ComplianceGate, useClass: DatabaseComplianceGate },
    { provide: Suppressions, useClass: DatabaseSuppressions },
    {
      provide: OperatorRules,
      useFactory: ({ complianceFile }: RulesSettings) => readOperatorRules(complianceFile),
      inject: [RulesSettings],
    },
    ConsentLedger,
    LowConfidenceWarning,
  ],
  exports: [ComplianceGate, ConsentLedger, Suppressions],
})
export class ComplianceModule {}
