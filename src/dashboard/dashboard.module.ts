import { Module } from '@nestjs/common';
import { OrchestrationModule } from '../orchestration/orchestration.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { CampaignStates } from './campaign-state';
import { CampaignController } from './campaign.controller';
import { OperatorGuard } from './operator.guard';
import { PageController } from './page.controller';

@Module({
  imports: [OrchestrationModule, PersistenceModule],
  controllers: [CampaignController, PageController],
  providers: [CampaignStates, OperatorGuard],
})
export class DashboardModule {}
