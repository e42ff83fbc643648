import { Vapi } from '@vapi-ai/server-sdk';
import { agentVoice } from './agent-voice';
import lists from './listed-voices.json';
import { VoiceProvider } from './vapi-schema';

/** Every provider of the SDK: that this compiles is half the test. */
const ONE_OF_EACH: Readonly<Record<VoiceProvider, string>> = {
  vapi: 'Clara',
  '11labs': 'sarah',
  azure: 'emma',
  cartesia: '3b554273',
  'custom-voice': 'https://voice.example/speak',
  deepgram: 'asteria',
  hume: 'ito',
  inworld: 'Hélène',
  lmnt: 'lily',
  microsoft: 'fr-FR-Soleil:MAI-Voice-2',
  minimax: 'Wise_Woman',
  neuphonic: 'b19687fd',
  openai: 'alloy',
  playht: 's3://voices/one',
  'rime-ai': 'marsh',
  sesame: 'maya',
  'smallest-ai': 'emily',
  tavus: 'r52da2535a',
  wellsaid: '30',
  xai: 'eve',
};

describe('agentVoice', () => {
  it.each([
    ['Clara', 'vapi', 'Clara'],
    ['vapi:Elliot', 'vapi', 'Elliot'],
    ['ElevenLabs:21m00Tcm', '11labs', '21m00Tcm'],
    ['Rime:marsh', 'rime-ai', 'marsh'],
    ['xai:a-cloned-voice', 'xai', 'a-cloned-voice'],
  ])('reads %s', (setting, provider, voiceId) => {
    expect(agentVoice(setting)).toEqual({ provider, voiceId });
  });

  it.each(Object.entries(ONE_OF_EACH))('describes a voice of %s', (provider, voiceId) => {
    const described = provider === 'custom-voice' ? { server: { url: voiceId } } : { voiceId };
    expect(agentVoice(`${provider}:${voiceId}`)).toMatchObject({ provider, ...described });
  });

  it('adds what the schema demands beside the id', () => {
    expect(agentVoice('neuphonic:x', 'de')).toEqual({ provider: 'neuphonic', voiceId: 'x', language: 'de' });
    expect(agentVoice('sesame:maya')).toMatchObject({ model: Vapi.SesameVoiceModel.Csm1B });
  });

  it.each(['es', 'fr', 'de'] as const)('has the voice speak %s in words that the SDK knows', (language) => {
    const of = (setting: string) => (agentVoice(setting, language) as { language?: string }).language ?? '';
    expect(Object.values<string>(Vapi.VapiVoiceLanguage)).toContain(of('Clara'));
    expect(Object.values<string>(Vapi.XaiVoiceLanguage)).toContain(of('xai:eve'));
    expect([of('cartesia:x'), of('lmnt:x'), of('rime-ai:x')]).toEqual([language, language, language]);
    expect(of('Clara').slice(0, 2)).toBe(language);
  });

  it('has the same closed lists as the SDK', () => {
    expect(lists).toEqual({
      deepgram: Object.values(Vapi.DeepgramVoiceId),
      inworld: Object.values(Vapi.InworldVoiceVoiceId),
      microsoft: Object.values(Vapi.MicrosoftVoiceVoiceId),
    });
  });

  it.each([
    ['nobody:x', /AGENT_VOICE names the voice provider nobody; accepted: vapi, 11labs, .*xai$/],
    ['deepgram:carla', /AGENT_VOICE names carla, which deepgram does not have; it has: asteria, luna/],
    ['inworld:alex', /which inworld does not have/],
    ['custom-voice:http://voice.example', /no https address/],
  ])('refuses %s, and says what there is', (setting, message) => {
    expect(() => agentVoice(setting)).toThrow(message);
  });
});
