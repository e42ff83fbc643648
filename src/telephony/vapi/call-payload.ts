import type { Vapi } from '@vapi-ai/server-sdk';
import { createHash } from 'node:crypto';
import { ScriptSettings, TwilioNumber } from '../../config/settings';
import { CallOrder } from '../telephony-provider';
import { agentTools } from './agent-tools';
import { analysisPlan } from './analysis-plan';
import { AgentModel } from './agent-model';
import { Assistant, AssistantOverrides, CreateCallBody, Server, Voice } from './vapi-schema';

/** What is the same for every call of this deployment. */
export interface CallSetup {
  /** VAPI's ids of the numbers to call from; not used when `twilio` is set. */
  readonly phoneIds: readonly string[];
  readonly twilio: TwilioNumber | undefined;
  /** A saved assistant; unset: each call brings its own. */
  readonly assistantId: string | undefined;
  readonly agentName: string;
  readonly voice: Voice;
  readonly model: AgentModel;
  /** What the agent speaks and is heard in. */
  readonly language: ScriptSettings['language'];
  readonly silenceTimeoutSeconds: number;
  readonly maxCallDurationSeconds: number;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly webhookSecret: string;
}

/** VAPI refuses a call whose name, customer's name or external id is longer. */
const LABEL_LIMIT = 40;

/**
 * Answers after which VAPI need not send a webhook again: the same body would be refused the same way. All others are
 * repeated, 401 and 404 too, since a deployment in the middle of a change gives them for a while.
 */
const FINAL_STATUSES = [400, 413, 415, 422];

/** The body of `POST /call` for one order. Only fields of VAPI's schema: it answers 400 to any other. */
export function callPayload(order: CallOrder, setup: CallSetup): CreateCallBody {
  const customerName = label(order.customerName);
  return {
    name: order.attemptId,
    customer: { number: order.phone, ...(customerName && { name: customerName }), externalId: order.leadId },
    ...callerId(order, setup),
    ...(setup.assistantId === undefined
      ? { assistant: assistant(order, setup) }
      : { assistantId: setup.assistantId, assistantOverrides: overrides(order, setup) }),
  };
}

/** The number chosen for it. Without a choice the same attempt always gets the same one, and many spread evenly. */
function callerId(
  { attemptId, callerId: chosen }: CallOrder,
  setup: CallSetup,
): Pick<CreateCallBody, 'phoneNumber' | 'phoneNumberId'> {
  if (setup.twilio) {
    const { fromNumber, accountSid, authToken } = setup.twilio;
    const phoneNumber = {
      twilioPhoneNumber: fromNumber,
      twilioAccountSid: accountSid,
      twilioAuthToken: authToken,
    };
    return { phoneNumber };
  }
  const hash = createHash('sha256').update(attemptId).digest().readUInt32BE(0);
  const phoneNumberId = chosen ?? setup.phoneIds[hash % Math.max(1, setup.phoneIds.length)];
  return phoneNumberId === undefined ? {} : { phoneNumberId };
}

function assistant(order: CallOrder, setup: CallSetup): Assistant {
  return {
    ...everyCall(order, setup),
    name: label(setup.agentName) ?? 'Agent',
    voice: setup.voice,
    // One language, not whatever is heard: a transcriber that guesses it hears "no" and "not" wrong at the beginning.
    transcriber: { provider: 'deepgram', model: 'nova-3', language: setup.language },
    hooks: [afterSilence(setup)],
    model: {
      ...setup.model,
      temperature: 0.3,
      messages: [{ role: 'system', content: order.systemPrompt }],
      tools: agentTools(),
    },
  };
}

/** The schema has no timeout for silence, and a hook in its place: its clock runs from the agent's last word. */
function afterSilence({ silenceTimeoutSeconds }: CallSetup): Vapi.CallHookCustomerSpeechTimeout {
  return {
    on: 'customer.speech.timeout',
    name: 'silence',
    options: { timeoutSeconds: silenceTimeoutSeconds, triggerMaxCount: 1 },
    do: [{ type: 'tool', tool: { type: 'endCall' } }],
  };
}

/**
 * A saved assistant keeps its own prompt, model, voice, transcriber and hooks: that is why it was saved. Its prompt can take ours in as
 * `{{systemPrompt}}`. The first message, with what the law wants said, and the opt-out tool are always ours.
 */
function overrides(order: CallOrder, setup: CallSetup): AssistantOverrides {
  return {
    ...everyCall(order, setup),
    'tools:append': agentTools(),
    variableValues: { systemPrompt: order.systemPrompt, agentName: setup.agentName },
  };
}

function everyCall(order: CallOrder, setup: CallSetup) {
  const { attemptId, leadId, campaign, firstMessage, voicemailMessage } = order;
  return {
    firstMessage,
    firstMessageMode: 'assistant-speaks-first',
    // A "hello?" of the person must not cut off who is calling and how to opt out.
    firstMessageInterruptionsEnabled: false,
    // VAPI's default plays the noise of an office behind the voice: a pretence.
    backgroundSound: 'off',
    maxDurationSeconds: setup.maxCallDurationSeconds,
    // Without a `voicemailMessage` VAPI hangs up on a machine; with one it waits for the beep.
    voicemailDetection: { provider: 'vapi' },
    ...(voicemailMessage !== undefined && { voicemailMessage }),
    analysisPlan: analysisPlan(),
    artifactPlan: { recordingEnabled: true, transcriptPlan: { enabled: true } },
    metadata: { attemptId, leadId, campaign },
    server: server(setup),
    // A key that is pressed counts as a word: VAPI puts it among the user's messages.
    keypadInputPlan: { enabled: true, timeoutSeconds: 2 },
    serverMessages: [
      ...(['status-update', 'end-of-call-report', 'tool-calls'] as const),
      ...(['transcript[transcriptType="final"]', 'conversation-update'] as const),
    ],
  } satisfies Partial<Assistant> & Partial<AssistantOverrides>;
}

function server(setup: CallSetup): Server {
  return {
    url: `${setup.publicUrl}/vapi-webhook`,
    headers: { 'X-Webhook-Token': setup.webhookSecret },
    timeoutSeconds: 20,
    // Without a plan VAPI sends each webhook once and forgets it.
    backoffPlan: {
      type: 'exponential',
      maxRetries: 10,
      baseDelaySeconds: 2,
      excludedStatusCodes: FINAL_STATUSES,
    },
  };
}

/** Fit for a label of VAPI's: one line, no control characters, never cut inside a character; `undefined` if empty. */
function label(text: string | undefined): string | undefined {
  const clean = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  let cut = '';
  for (const character of clean) {
    if (cut.length + character.length > LABEL_LIMIT) break;
    cut += character;
  }
  return cut.trim() || undefined;
}
