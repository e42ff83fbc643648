import { HttpModule, HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ExternalPolicy } from '../common/external-policy';
import { Metrics } from '../common/metrics';
import { TelephonySettings } from '../config/settings';
import { TelephonyProvider } from './telephony-provider';
import { VapiClient } from './vapi/vapi-client';
import { VapiTelephonyProvider } from './vapi/vapi-telephony-provider';

/** Gives the port that places calls; what providers send is read by pure functions that need no module. */
@Module({
  imports: [HttpModule],
  providers: [
    {
      provide: VapiClient,
      inject: [HttpService, TelephonySettings, Metrics],
      useFactory: (http: HttpService, settings: TelephonySettings, metrics: Metrics) =>
        new VapiClient(http, settings, new ExternalPolicy('vapi', metrics)),
    },
    { provide: TelephonyProvider, useClass: VapiTelephonyProvider },
  ],
  exports: [TelephonyProvider],
})
export class TelephonyModule {}
