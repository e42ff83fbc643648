import { ConsoleLogger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CommonModule } from '../common/common.module';
import { FakeClock } from '../common/fake-clock';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { TelephonyModule } from './telephony.module';
import { TelephonyProvider } from './telephony-provider';
import { TwilioTelephonyProvider } from './twilio/twilio-telephony-provider';
import { VapiTelephonyProvider } from './vapi/vapi-telephony-provider';

const modulesWith = (variables: Record<string, string> = {}) => {
  const config = ConfigModule.for(readEnvironment({ LAURA_MODE: 'sandbox', ...variables }));
  const common = CommonModule.with(new FakeClock('2026-11-24T15:00:00Z'));
  return Test.createTestingModule({ imports: [config, common, TelephonyModule] });
};

describe('TelephonyModule', () => {
  it('gives the port', async () => {
    const app = await modulesWith().compile();
    expect(app.get(TelephonyProvider, { strict: false })).toBeInstanceOf(VapiTelephonyProvider);
    await app.close();
  });

  it("gives the one over the operator's Twilio account where that is chosen", async () => {
    const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM_NUMBER: '+15005550006' };
    const modules = modulesWith({ TELEPHONY_PROVIDER: 'twilio', ...account });
    const app = await modules.setLogger(new ConsoleLogger('test', { logLevels: [] })).compile();
    expect(app.get(TelephonyProvider, { strict: false })).toBeInstanceOf(TwilioTelephonyProvider);
    await app.close();
  });

  it('does not start with a voice that does not exist', async () => {
    await expect(modulesWith({ AGENT_VOICE: 'nobody:x' }).compile()).rejects.toThrow(/AGENT_VOICE/);
  });
});
