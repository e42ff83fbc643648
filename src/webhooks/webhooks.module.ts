import { Module } from '@nestjs/common';
import { AutomationModule } from '../automation/automation.module';
import { CallLogModule } from '../call-log/call-log.module';
import { ComplianceModule } from '../compliance/compliance.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { TelephonyModule } from '../telephony/telephony.module';
import { AutomationResultController } from './automation-result.controller';
import { Inbox } from './inbox';
import { SettleWorker } from './settle-worker';
import { Settling } from './settling';
import { TwilioStatusController } from './twilio-status.controller';
import { PredialGate } from './vapi-predial';
import { VapiPredialController } from './vapi-predial.controller';
import { VapiWebhookController } from './vapi-webhook.controller';
import { WebhookGuard } from './webhook.guard';

@Module({
  imports: [AutomationModule, CallLogModule, ComplianceModule, PersistenceModule, TelephonyModule],
  controllers: [
    AutomationResultController,
    VapiWebhookController,
    VapiPredialController,
    TwilioStatusController,
  ],
  providers: [Inbox, PredialGate, SettleWorker, Settling, WebhookGuard],
})
export class WebhooksModule {}
