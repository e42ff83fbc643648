import { Module } from '@nestjs/common';
import { CallLogModule } from '../call-log/call-log.module';
import { PersistenceModule } from '../persistence/persistence.module';
import { Inbox } from './inbox';
import { SettleWorker } from './settle-worker';
import { TwilioStatusController } from './twilio-status.controller';
import { VapiWebhookController } from './vapi-webhook.controller';
import { WebhookGuard } from './webhook.guard';

@Module({
  imports: [CallLogModule, PersistenceModule],
  controllers: [VapiWebhookController, TwilioStatusController],
  providers: [Inbox, SettleWorker, WebhookGuard],
})
export class WebhooksModule {}
