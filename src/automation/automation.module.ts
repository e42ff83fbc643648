import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { AirtableModule } from '../airtable/airtable.module';
import { CallLogModule } from '../call-log/call-log.module';
import { Clock } from '../common/clock';
import { ExternalApis } from '../common/external-apis';
import { DEFAULT_POLICY, ExternalPolicy } from '../common/external-policy';
import { reportCircuit } from '../common/external-policy-report';
import { Metrics } from '../common/metrics';
import { AutomationSettings } from '../config/settings';
import { PersistenceModule } from '../persistence/persistence.module';
import { AutomationResults } from './automation-results';
import { CallMessageReader } from './call-message-reader';
import { DeliveryFlusher } from './delivery-flusher';
import { DeliveryQueue } from './delivery-queue';
import { DeliveryRegister } from './delivery-register';
import { DeliveryRows } from './delivery-rows';
import { SignedWebhook } from './signed-webhook';

/** Posts finished calls to the operator's automation, and takes in what it makes of them. */
@Module({
  imports: [HttpModule, AirtableModule, CallLogModule, PersistenceModule],
  providers: [
    AutomationResults,
    CallMessageReader,
    DeliveryQueue,
    DeliveryRegister,
    DeliveryRows,
    {
      provide: DeliveryFlusher,
      inject: [
        DeliveryRows,
        CallMessageReader,
        HttpService,
        AutomationSettings,
        Metrics,
        ExternalApis,
        Clock,
      ],
      useFactory: (
        rows: DeliveryRows,
        messages: CallMessageReader,
        http: HttpService,
        { target }: AutomationSettings,
        metrics: Metrics,
        apis: ExternalApis,
        clock: Clock,
      ) => {
        if (!target) return new DeliveryFlusher(rows, messages, undefined);
        const policy = new ExternalPolicy('automation', metrics, DEFAULT_POLICY);
        reportCircuit(policy, 'automation', apis, clock);
        return new DeliveryFlusher(rows, messages, new SignedWebhook(http, target, policy));
      },
    },
  ],
  exports: [AutomationResults, DeliveryFlusher, DeliveryRegister],
})
export class AutomationModule {}
