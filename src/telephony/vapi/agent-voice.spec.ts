import { agentVoice } from './agent-voice';

describe('agentVoice', () => {
  it.each([
    ['Clara', 'vapi', 'Clara'],
    ['vapi:Elliot', 'vapi', 'Elliot'],
    ['11labs:sarah', '11labs', 'sarah'],
    ['ElevenLabs:21m00Tcm', '11labs', '21m00Tcm'],
    ['deepgram:asteria', 'deepgram', 'asteria'],
    ['playht:s3://voices/one', 'playht', 's3://voices/one'],
  ])('reads %s', (setting, provider, voiceId) => {
    expect(agentVoice(setting)).toEqual({ provider, voiceId });
  });

  it('refuses a provider whose voices it cannot describe, and says which it can', () => {
    expect(() => agentVoice('sesame:x')).toThrow(/AGENT_VOICE .*sesame.*accepted: vapi, 11labs/);
  });
});
