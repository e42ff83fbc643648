import { Test } from '@nestjs/testing';
import { CommonModule } from '../common/common.module';
import { FakeClock } from '../common/fake-clock';
import { ConfigModule } from '../config/config.module';
import { readEnvironment } from '../config/read-environment';
import { TelephonyModule } from './telephony.module';
import { TelephonyProvider } from './telephony-provider';
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

  it('does not start with a voice that does not exist', async () => {
    await expect(modulesWith({ AGENT_VOICE: 'nobody:x' }).compile()).rejects.toThrow(/AGENT_VOICE/);
  });
});
