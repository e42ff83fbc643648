import { Module } from '@nestjs/common';
import { ThrottlerStorageService } from '@nestjs/throttler';
import { AutomationModule } from '../automation/automation.module';
import { CallLogModule } from '../call-log/call-log.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { ScalingSettings } from '../config/settings';
import { LeadsModule } from '../leads/leads.module';
import { OrchestrationModule } from '../orchestration/orchestration.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { ScriptModule } from '../script/script.module';
import { SimulationModule } from '../simulation/simulation.module';
import { TelephonyModule } from '../telephony/telephony.module';
import { LoginAttempts } from './access/login-attempts';
import { SessionController } from './access/session.controller';
import { AuditController } from './audit.controller';
import { CallTable } from './calls/call-table';
import { CallsReader } from './calls/calls-reader';
import { CallsController } from './calls/calls.controller';
import { CampaignCounts } from './campaign-counts';
import { CampaignHours } from './campaign-hours';
import { CampaignHoursController } from './campaign-hours.controller';
import { CampaignStates } from './campaign-state';
import { CampaignController } from './campaign.controller';
import { CallEnder } from './commands/call-ender';
import { CallsInHand } from './commands/calls-in-hand';
import { CampaignCommands } from './commands/campaign-commands';
import { CampaignCommandsController } from './commands/campaign-commands.controller';
import { CommandsController } from './commands/commands.controller';
import { LeadCommands } from './commands/lead-commands';
import { LeadCommandsController } from './commands/lead-commands.controller';
import { OperatorActions } from './commands/operator-actions';
import { ConsentsController } from './consents.controller';
import { DeliveriesController } from './deliveries.controller';
import { DocsController } from './docs/docs.controller';
import { EligibilityReader } from './eligibility-reader';
import { EligibilityController } from './eligibility.controller';
import { EventsController } from './events/events.controller';
import { LiveFeed } from './events/live-feed';
import { LiveReader } from './events/live-reader';
import { LeadsImportController } from './import/leads-import.controller';
import { LeadTable } from './leads/lead-table';
import { LeadTimeline } from './leads/lead-timeline';
import { LeadsReader } from './leads/leads-reader';
import { LeadsController } from './leads/leads.controller';
import { ForecastController } from './forecast.controller';
import { OperatorGuard } from './operator.guard';
import { PageController } from './page.controller';
import { DeploymentScale, NoDeploymentScale } from './scaling/deployment-scale';
import { inCluster } from './scaling/in-cluster';
import { KubernetesDeploymentScale } from './scaling/kubernetes-deployment-scale';
import { ScalingController } from './scaling/scaling.controller';
import { ScriptPreviewController } from './script-preview.controller';
import { SuppressionRegister } from './suppressions';
import { SuppressionsController } from './suppressions.controller';

@Module({
  imports: [
    AutomationModule,
    CallLogModule,
    ComplianceModule,
    LeadsModule,
    OrchestrationModule,
    PersistenceModule,
    ScriptModule,
    SimulationModule,
    TelephonyModule,
  ],
  controllers: [
    AuditController,
    CallsController,
    CampaignCommandsController,
    CampaignController,
    CampaignHoursController,
    CommandsController,
    ConsentsController,
    DeliveriesController,
    DocsController,
    EligibilityController,
    EventsController,
    ForecastController,
    LeadCommandsController,
    LeadsController,
    LeadsImportController,
    PageController,
    ScalingController,
    ScriptPreviewController,
    SessionController,
    SuppressionsController,
  ],
  providers: [
    CallEnder,
    CallTable,
    CallsInHand,
    CallsReader,
    CampaignCommands,
    CampaignCounts,
    CampaignHours,
    CampaignStates,
    EligibilityReader,
    LeadCommands,
    LeadTable,
    LeadTimeline,
    LeadsReader,
    LiveFeed,
    LiveReader,
    LoginAttempts,
    OperatorActions,
    OperatorGuard,
    ThrottlerStorageService,
    {
      provide: DeploymentScale,
      inject: [ScalingSettings],
      useFactory: ({ isEnabled, deployment }: ScalingSettings): DeploymentScale =>
        isEnabled ? new KubernetesDeploymentScale(() => inCluster(deployment)) : new NoDeploymentScale(),
    },
    SuppressionRegister,
  ],
})
export class DashboardModule {}
