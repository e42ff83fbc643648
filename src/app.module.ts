import { DynamicModule, Module } from '@nestjs/common';
import { CallLogModule } from './call-log/call-log.module';
import { Clock } from './common/clock';
import { CommonModule } from './common/common.module';
import { ComplianceModule } from './compliance/compliance.module';
import { ConfigModule } from './config/config.module';
import { Environment } from './config/environment';
import { DashboardModule } from './dashboard/dashboard.module';
import { HealthModule } from './health/health.module';
import { LeadsModule } from './leads/leads.module';
import { LoggingModule } from './logging/logging.module';
import { MetricsModule } from './metrics/metrics.module';
import { OrchestrationModule } from './orchestration/orchestration.module';
import { TelephonyModule } from './telephony/telephony.module';
import { TracingModule } from './tracing/tracing.module';
import { WebhooksModule } from './webhooks/webhooks.module';

/** The whole service, for one validated environment and one clock. */
@Module({})
export class AppModule {
  static for(environment: Environment, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(environment),
        CommonModule.with(clock),
        LoggingModule.to(),
        TracingModule,
        HealthModule,
        MetricsModule,
        LeadsModule,
        ComplianceModule,
        TelephonyModule,
        CallLogModule,
        OrchestrationModule,
        WebhooksModule,
        DashboardModule,
      ],
    };
  }
}
