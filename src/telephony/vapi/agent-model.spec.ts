import { Vapi } from '@vapi-ai/server-sdk';
import { agentModel } from './agent-model';
import lists from './listed-models.json';

describe('agentModel', () => {
  it.each([
    ['gpt-4o', 'openai', 'gpt-4o'],
    ['openai:gpt-4.1-mini', 'openai', 'gpt-4.1-mini'],
    ['gpt-5:eastus2', 'openai', 'gpt-5:eastus2'],
    ['openai:gpt-5:eastus2', 'openai', 'gpt-5:eastus2'],
    [`Anthropic:${lists.anthropic[0]}`, 'anthropic', lists.anthropic[0]],
    ['openrouter:some/model:free', 'openrouter', 'some/model:free'],
  ])('reads %s', (setting, provider, model) => {
    expect(agentModel(setting)).toEqual({ provider, model });
  });

  it.each([
    ['gpt-nope', /AGENT_MODEL is gpt-nope, which VAPI does not offer; openai has gpt-/],
    ['nobody:model', /nobody:model, .*providers: openai, anthropic, .*vapi\. A model of your own/],
    ['google:gpt-4o', /google has gemini/],
    ['openrouter:', /openrouter has any model/],
    ['custom-llm:mine', /VAPI_ASSISTANT_ID$/],
  ])('refuses %s, and says what there is', (setting, message) => {
    expect(() => agentModel(setting)).toThrow(message);
  });

  it('has the same lists as the SDK', () => {
    expect(lists).toEqual({
      openai: Object.values(Vapi.OpenAiModelModel),
      anthropic: Object.values(Vapi.AnthropicModelModel),
      'anthropic-bedrock': Object.values(Vapi.AnthropicBedrockModelModel),
      cerebras: Object.values(Vapi.CerebrasModelModel),
      'deep-seek': Object.values(Vapi.DeepSeekModelModel),
      google: Object.values(Vapi.GoogleModelModel),
      groq: Object.values(Vapi.GroqModelModel),
      'inflection-ai': Object.values(Vapi.InflectionAiModelModel),
      minimax: Object.values(Vapi.MinimaxLlmModelModel),
      xai: Object.values(Vapi.XaiModelModel),
    });
  });
});
