import { Module } from '@nestjs/common';
import { AutomationModule } from '../automation/automation.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { OrchestrationModule } from '../orchestration/orchestration.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { ScriptModule } from '../script/script.module';
import { AuditController } from './audit.controller';
import { CampaignStates } from './campaign-state';
import { CampaignController } from './campaign.controller';
import { ConsentsController } from './consents.controller';
import { DeliveriesController } from './deliveries.controller';
import { EligibilityReader } from './eligibility-reader';
import { EligibilityController } from './eligibility.controller';
import { OperatorGuard } from './operator.guard';
import { PageController } from './page.controller';
import { ScriptPreviewController } from './script-preview.controller';
import { SuppressionRegister } from './suppressions';
import { SuppressionsController } from './suppressions.controller';

@Module({
  imports: [AutomationModule, ComplianceModule, OrchestrationModule, PersistenceModule, ScriptModule],
  controllers: [
    AuditController,
    CampaignController,
    ConsentsController,
    DeliveriesController,
    EligibilityController,
    PageController,
    ScriptPreviewController,
    SuppressionsController,
  ],
  providers: [CampaignStates, EligibilityReader, OperatorGuard, SuppressionRegister],
})
export class DashboardModule {}
