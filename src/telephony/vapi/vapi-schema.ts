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

export type Assistant = Omit<Vapi.CreateAssistantDto, 'server' | 'voice'> & {
  readonly server: Server;
  readonly voice: Voice;
};

export type AssistantOverrides = Omit<Vapi.AssistantOverrides, 'server'> & { readonly server: Server };

export type Server = Omit<Vapi.Server, 'backoffPlan'> & { readonly backoffPlan: BackoffPlan };

/** The SDK types both properties as objects; the schema names two words for the one and gives status codes for the other. */
type BackoffPlan = Omit<Vapi.BackoffPlan, 'type' | 'excludedStatusCodes'> & {
  readonly type: 'fixed' | 'exponential';
  readonly excludedStatusCodes: number[];
};

export type Voice = Vapi.CreateAssistantDtoVoice | ListedVoice;

/** Providers whose voices the SDK lists one by one: the list lags behind what the service offers. */
interface ListedVoice {
  readonly provider: Extract<Vapi.CreateAssistantDtoVoice['provider'], ListedProvider>;
  readonly voiceId: string;
}

export type ListedProvider = 'deepgram' | 'inworld' | 'xai' | 'microsoft';

/** What older payloads carry at the top level of a report, beside or instead of the schema's `analysis` and `artifact`. */
export interface LegacyReport {
  readonly summary: string;
  readonly structuredData: Record<string, unknown>;
  readonly transcript: string;
  readonly recordingUrl: string;
  readonly durationSeconds: number;
}
