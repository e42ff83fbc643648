import type { Vapi } from '@vapi-ai/server-sdk';

/**
 * The body of `POST /call`, from the types of VAPI's own SDK (whose property names are the JSON names, see its
 * `"tools:append"`), set right where the SDK's generator lost what the schema says. Only types are taken from the SDK:
 * its client repeats `POST /call` after a 429 or 5xx, which rings a person twice.
 */
export type CreateCallBody = Omit<Vapi.CreateCallDto, 'assistant' | 'assistantOverrides'> & {
  readonly assistant?: Assistant;
  readonly assistantOverrides?: AssistantOverrides;
};

/**
 * The same, answered with TwiML instead of a call being dialed. VAPI's documentation speaks of this field; its schema
 * and its SDK do not know it.
 */
export type BypassedCallBody = CreateCallBody & { readonly phoneCallProviderBypassEnabled: true };

export type Assistant = Omit<Vapi.CreateAssistantDto, 'server' | 'voice' | 'model'> & {
  readonly server: Server;
  readonly voice: Voice;
  readonly model: Model;
};

export type AssistantOverrides = Omit<Vapi.AssistantOverrides, 'server'> & { readonly server: Server };

export type Server = Omit<Vapi.Server, 'backoffPlan'> & { readonly backoffPlan: BackoffPlan };

/** The SDK types both properties as objects; the schema names two words for the one and gives status codes for the other. */
type BackoffPlan = Omit<Vapi.BackoffPlan, 'type' | 'excludedStatusCodes'> & {
  readonly type: 'fixed' | 'exponential';
  readonly excludedStatusCodes: number[];
};

export type VoiceProvider = Vapi.CreateAssistantDtoVoice['provider'];

/**
 * A voice, with the language that it speaks where a provider has to be told. The SDK types its lists of voices as
 * enumerations, which no setting's text fits; `agentVoice` holds texts against the lists themselves.
 */
export type Voice = Vapi.CreateAssistantDtoVoice | ListedVoice | NeuphonicVoice;

interface ListedVoice {
  readonly provider: Extract<VoiceProvider, 'deepgram' | 'inworld' | 'microsoft' | 'xai'>;
  readonly voiceId: string;
  readonly language?: Vapi.XaiVoiceLanguage;
}

/** The SDK types its language, a code of ISO 639-1, as an object. */
type NeuphonicVoice = Omit<Vapi.NeuphonicVoice, 'language'> & {
  readonly provider: 'neuphonic';
  readonly language: string;
};

export type ModelProvider = Exclude<Vapi.CreateAssistantDtoModel['provider'], 'custom-llm'>;

/** What the models of all providers have in common; `agentModel` holds their names against the SDK's lists. */
export type Model = Required<Pick<Vapi.OpenAiModel, 'messages' | 'temperature'>> & {
  readonly provider: ModelProvider;
  readonly model: string;
  readonly tools: (
    (Vapi.CreateFunctionToolDto & { type: 'function' }) | (Vapi.CreateEndCallToolDto & { type: 'endCall' })
  )[];
};

/** What older payloads carry at the top level of a report, beside or instead of the schema's `analysis` and `artifact`. */
export interface LegacyReport {
  readonly summary: string;
  readonly structuredData: Record<string, unknown>;
  readonly transcript: string;
  readonly recordingUrl: string;
  readonly durationSeconds: number;
}
