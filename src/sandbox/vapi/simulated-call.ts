import type { JsonObject } from '../http/json';
import type { Findings } from './conversation';
import type { Behaviour, EndedReason } from './people';

export type CallStatus = 'scheduled' | 'queued' | 'ringing' | 'in-progress' | 'ended';

/** Something said, with the business instants (ISO 8601) at which it begins and ends. */
export interface Line {
  role: 'bot' | 'user';
  text: string;
  at: string;
  endAt: string;
}

/** A function the assistant called, and what came back. */
export interface ToolUse {
  id: string;
  name: string;
  arguments: JsonObject;
  at: string;
  /** Undefined until the server has answered or failed to. */
  result?: string;
  answeredAt?: string;
}

/** What will happen on a call, decided when it is made. All instants are ISO 8601 business time. */
export interface CallPlan {
  /** Undefined where it never rings. */
  ringingAt?: string;
  answeredAt?: string;
  lines: Line[];
  tool?: ToolUse;
  /** Said after the tool's answer, where the plan has a tool. */
  farewell: { role: 'bot' | 'user'; text: string }[];
  endsAt: string;
  endedReason: EndedReason;
  /** When the end-of-call-report goes out; undefined where none does. */
  reportAt?: string;
  findings: Findings;
  /** A message that was said through the control address ends the call: nothing else is said any more. */
  isEnding?: boolean;
}

/** One step of a call's timeline; 'said:3' is the fourth line. */
export type Step = 'queued' | 'ringing' | 'answered' | 'tool' | 'ended' | 'report' | `said:${number}`;

/** The whole truth about a call, the future included. */
export interface SimulatedCall {
  id: string;
  createdAt: string;
  updatedAt: string;
  status: CallStatus;
  endedReason?: EndedReason;
  /** Set when the call was answered. */
  startedAt?: string;
  endedAt?: string;
  name?: string;
  /** The body of the POST that made it, as it came. */
  request: JsonObject;
  /** The callee as given. */
  customer: JsonObject;
  /** The saved or transient assistant with the overrides merged in. */
  assistant: JsonObject;
  phoneNumberId?: string;
  behaviour: Behaviour;
  /** 1 for the first call to this number. */
  nth: number;
  concurrencyBlocked: boolean;
  plan: CallPlan;
  /** Set where somebody else dials: what will happen once the line is put through. */
  bypass?: { plan: CallPlan };
  /** Steps that are over. */
  done: Step[];
  /** Deleted over the API: no longer found there. */
  isDeleted: boolean;
}

/** What a webhook says; its body is made when it is sent, since presigned addresses differ every time. */
export interface Message {
  type:
    | 'status-update'
    | 'end-of-call-report'
    | 'tool-calls'
    | 'transcript'
    | 'conversation-update'
    | 'assistant.started';
  /** ISO 8601. */
  at: string;
  status?: CallStatus;
  endedReason?: EndedReason;
  /** Index of the line a transcript is about. */
  line?: number;
}

/** One webhook on its way to the assistant's server, with every attempt at bringing it there. */
export interface Delivery {
  id: string;
  callId: string;
  message: Message;
  /** When the next attempt is due, ISO 8601. */
  dueAt: string;
  state: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: { at: string; status?: number; error?: string }[];
}
