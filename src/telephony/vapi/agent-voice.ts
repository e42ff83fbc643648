import { LauraError } from '../../common/errors';
import { ListedProvider, Voice } from './vapi-schema';

/** Their voices need a provider and an id, and nothing else. */
const OPEN_PROVIDERS = [
  'vapi',
  '11labs',
  'azure',
  'cartesia',
  'hume',
  'lmnt',
  'minimax',
  'openai',
  'playht',
  'rime-ai',
  'smallest-ai',
  'wellsaid',
] as const;
const LISTED_PROVIDERS: readonly ListedProvider[] = ['deepgram', 'inworld', 'microsoft', 'xai'];

/** Names that people use for providers that VAPI calls otherwise. */
const ALIASES: Readonly<Record<string, string>> = {
  elevenlabs: '11labs',
  'eleven-labs': '11labs',
  rime: 'rime-ai',
};

/**
 * Reads `AGENT_VOICE`: `provider:voiceId`, or the bare id of one of VAPI's own voices.
 * @throws LauraError for a provider that VAPI does not offer, or whose voices need more than an id
 */
export function agentVoice(setting: string): Voice {
  const colon = setting.indexOf(':');
  if (colon < 0) return { provider: 'vapi', voiceId: setting };
  const written = setting.slice(0, colon).toLowerCase();
  const name = ALIASES[written] ?? written;
  const voiceId = setting.slice(colon + 1);
  const open = OPEN_PROVIDERS.find((provider) => provider === name);
  if (open) return { provider: open, voiceId };
  const listed = LISTED_PROVIDERS.find((provider) => provider === name);
  if (listed) return { provider: listed, voiceId };
  const accepted = [...OPEN_PROVIDERS, ...LISTED_PROVIDERS].join(', ');
  throw new LauraError(
    'AGENT_VOICE_UNKNOWN',
    `AGENT_VOICE names the voice provider ${written}; accepted: ${accepted}`,
  );
}
