import { LauraError } from '../../common/errors';
import { ScriptSettings } from '../../config/settings';
import lists from './listed-voices.json';
import { Voice, VoiceProvider } from './vapi-schema';

type Language = ScriptSettings['language'];

/** Names that people use for providers that VAPI calls otherwise. */
const ALIASES: Readonly<Record<string, VoiceProvider>> = {
  elevenlabs: '11labs',
  'eleven-labs': '11labs',
  rime: 'rime-ai',
  custom: 'custom-voice',
};

/** A voice without a language speaks English with some providers, whatever the text. */
const REGIONAL = { es: 'es-MX', fr: 'fr-FR', de: 'de' } as const;
const REGIONAL_XAI = { es: 'es-MX', fr: 'fr', de: 'de' } as const;

/** How each provider of VAPI's wants its voice described. */
const VOICES: { readonly [P in VoiceProvider]: (voiceId: string, language: Language) => Voice } = {
  vapi: (voiceId, language) => ({
    provider: 'vapi',
    voiceId,
    ...(language !== 'en' && { language: REGIONAL[language] }),
  }),
  '11labs': (voiceId) => ({ provider: '11labs', voiceId }),
  azure: (voiceId) => ({ provider: 'azure', voiceId }),
  cartesia: (voiceId, language) => ({ provider: 'cartesia', voiceId, ...spoken(language) }),
  'custom-voice': (url) => ({ provider: 'custom-voice', server: { url } }),
  deepgram: (voiceId) => ({ provider: 'deepgram', voiceId }),
  hume: (voiceId) => ({ provider: 'hume', voiceId }),
  inworld: (voiceId) => ({ provider: 'inworld', voiceId }),
  lmnt: (voiceId, language) => ({ provider: 'lmnt', voiceId, ...spoken(language) }),
  microsoft: (voiceId) => ({ provider: 'microsoft', voiceId }),
  minimax: (voiceId) => ({ provider: 'minimax', voiceId }),
  neuphonic: (voiceId, language) => ({ provider: 'neuphonic', voiceId, language }),
  openai: (voiceId) => ({ provider: 'openai', voiceId }),
  playht: (voiceId) => ({ provider: 'playht', voiceId }),
  'rime-ai': (voiceId, language) => ({ provider: 'rime-ai', voiceId, ...spoken(language) }),
  sesame: (voiceId) => ({ provider: 'sesame', voiceId, model: 'csm-1b' }),
  'smallest-ai': (voiceId) => ({ provider: 'smallest-ai', voiceId }),
  tavus: (voiceId) => ({ provider: 'tavus', voiceId }),
  wellsaid: (voiceId) => ({ provider: 'wellsaid', voiceId }),
  xai: (voiceId, language) => ({
    provider: 'xai',
    voiceId,
    ...(language !== 'en' && { language: REGIONAL_XAI[language] }),
  }),
};

/** Providers with a closed list of voices: VAPI answers 400 to any other, at every call. */
const CLOSED: Readonly<Partial<Record<VoiceProvider, readonly string[]>>> = lists;

/**
 * Reads `AGENT_VOICE`: `provider:voiceId`, or the bare id of one of VAPI's own voices; for `custom-voice` the address of
 * the operator's own speech server.
 * @throws LauraError for a provider that VAPI does not offer, a voice that is not on the provider's closed list, or an
 * address that is none
 */
export function agentVoice(setting: string, language: Language = 'en'): Voice {
  const colon = setting.indexOf(':');
  if (colon < 0) return VOICES.vapi(setting, language);
  const written = setting.slice(0, colon).toLowerCase();
  const voiceId = setting.slice(colon + 1);
  const provider =
    ALIASES[written] ?? Object.keys(VOICES).find((known): known is VoiceProvider => known === written);
  if (provider === undefined) {
    throw unknown(`names the voice provider ${written}; accepted: ${Object.keys(VOICES).join(', ')}`);
  }
  const listed = CLOSED[provider];
  if (listed && !listed.includes(voiceId)) {
    throw unknown(`names ${voiceId}, which ${provider} does not have; it has: ${listed.join(', ')}`);
  }
  if (provider === 'custom-voice' && !/^https:\/\/./.test(voiceId)) {
    throw unknown('names a speech server that is no https address');
  }
  return VOICES[provider](voiceId, language);
}

function unknown(what: string): LauraError {
  return new LauraError('AGENT_VOICE_UNKNOWN', `AGENT_VOICE ${what}`);
}

/** Nothing for English, which all of them speak unless told otherwise. */
function spoken(language: Language): { readonly language?: Exclude<Language, 'en'> } {
  return language === 'en' ? {} : { language };
}
