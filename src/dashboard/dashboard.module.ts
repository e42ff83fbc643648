import { Module } from '@nestjs/common';
import { ComplianceModule } from '../compliance/compliance.module';
import { OrchestrationModule } from '../orchestration/orchestration.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { AuditController } from './audit.controller';
import { CampaignStates } from './campaign-state';
import { CampaignController } from './campaign.controller';
import { EligibilityReader } from './eligibility-reader';
import { EligibilityController } from './eligibility.controller';
import { OperatorGuard } from './operator.guard';
import { PageController } from './page.controller';
import { SuppressionRegister } from './suppressions';
import { SuppressionsController } from './suppressions.controller';

@Module({
  imports: [ComplianceModule, OrchestrationModule, PersistenceModule],
  controllers: [
    AuditController,
    CampaignController,
    EligibilityController,
    PageController,
    SuppressionsController,
  ],
  providers: [CampaignStates, EligibilityReader, OperatorGuard, SuppressionRegister],
})
export class DashboardModule {}
