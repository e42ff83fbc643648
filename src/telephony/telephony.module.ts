import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { Clock } from '../common/clock';
import { ExternalApis } from '../common/external-apis';
import { DEFAULT_POLICY, ExternalPolicy } from '../common/external-policy';
import { reportCircuit } from '../common/external-policy-report';
import { Metrics } from '../common/metrics';
import { ServerSettings, TelephonySettings } from '../config/settings';
import { CallControl } from './call-control';
import { TelephonyProvider } from './telephony-provider';
import { TwilioClient } from './twilio/twilio-client';
import { TwilioTelephonyProvider } from './twilio/twilio-telephony-provider';
import { CONTROL_POLICY, VapiCallControl } from './vapi/vapi-call-control';
import { VapiClient } from './vapi/vapi-client';
import { VapiTelephonyProvider } from './vapi/vapi-telephony-provider';

/** Gives the port that places calls; what providers send is read by pure functions that need no module. */
@Module({
  imports: [HttpModule],
  providers: [
    {
      provide: VapiClient,
      inject: [HttpService, TelephonySettings, Metrics, ExternalApis, Clock],
      useFactory: (
        http: HttpService,
        settings: TelephonySettings,
        metrics: Metrics,
        apis: ExternalApis,
        clock: Clock,
      ) => {
        const policy = new ExternalPolicy('vapi', metrics);
        reportCircuit(policy, 'vapi', apis, clock);
        return new VapiClient(http, settings, policy);
      },
    },
    VapiTelephonyProvider,
    {
      provide: TelephonyProvider,
      inject: [
        ...[VapiTelephonyProvider, VapiClient, TelephonySettings, ServerSettings],
        ...[HttpService, Metrics, ExternalApis, Clock],
      ],
      useFactory: (
        vapi: VapiTelephonyProvider,
        records: VapiClient,
        { twilio, maxCallDurationSeconds }: TelephonySettings,
        { publicUrl }: ServerSettings,
        http: HttpService,
        metrics: Metrics,
        apis: ExternalApis,
        clock: Clock,
      ): TelephonyProvider => {
        if (!twilio) return vapi;
        const policy = new ExternalPolicy('twilio', metrics);
        reportCircuit(policy, 'twilio', apis, clock);
        const client = new TwilioClient(http, twilio, policy);
        const setup = { twilio, publicUrl, maxCallDurationSeconds };
        return new TwilioTelephonyProvider(vapi, records, client, setup, apis, clock);
      },
    },
    {
      provide: CallControl,
      inject: [HttpService, Metrics],
      useFactory: (http: HttpService, metrics: Metrics) =>
        new VapiCallControl(
          http,
          new ExternalPolicy('vapi-control', metrics, { ...DEFAULT_POLICY, ...CONTROL_POLICY }),
        ),
    },
  ],
  exports: [CallControl, TelephonyProvider],
})
export class TelephonyModule {}
