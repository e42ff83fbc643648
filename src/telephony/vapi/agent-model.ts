import { LauraError } from '../../common/errors';
import lists from './listed-models.json';
import { Model, ModelProvider } from './vapi-schema';

export type AgentModel = Pick<Model, 'provider' | 'model'>;

/** The models that the SDK lists for a provider; undefined where any name may be given. */
const PROVIDERS: Readonly<Record<ModelProvider, readonly string[] | undefined>> = {
  ...lists,
  anyscale: undefined,
  deepinfra: undefined,
  openrouter: undefined,
  'perplexity-ai': undefined,
  'together-ai': undefined,
  vapi: undefined,
};

/**
 * Reads `AGENT_MODEL`: `provider:model`, or the bare name of one of OpenAI's, which may have a colon of its own.
 * @throws LauraError for a provider that VAPI does not offer, or a model that its schema does not list: it would answer
 * 400 to every call
 */
export function agentModel(setting: string): AgentModel {
  const colon = setting.indexOf(':');
  const written = colon < 0 ? '' : setting.slice(0, colon).toLowerCase();
  const named = Object.keys(PROVIDERS).find((known): known is ModelProvider => known === written);
  const provider = named ?? 'openai';
  const model = named ? setting.slice(colon + 1) : setting;
  const listed = PROVIDERS[provider];
  if (model !== '' && (listed === undefined || listed.includes(model))) return { provider, model };
  const models = listed ?? ['any model'];
  throw new LauraError(
    'AGENT_MODEL_UNKNOWN',
    `AGENT_MODEL is ${setting}, which VAPI does not offer; ${provider} has ${models.slice(0, 12).join(', ')}` +
      `${models.length > 12 ? ', …' : ''}; providers: ${Object.keys(PROVIDERS).join(', ')}. ` +
      'A model of your own goes into a saved assistant: VAPI_ASSISTANT_ID',
  );
}
