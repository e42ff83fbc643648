import type { ConversationOutcome } from '../conversation/conversation-outcome';
import { RetryDelays } from '../config/retry-delays';
import { LeadStatus } from '../leads/lead-status';
import { Outcome } from './outcome';

/** Provider failures in a row after which a lead is put before a person instead of being tried again. */
export const MAX_FAILURES = 3;

/** What becomes of a lead after a call. */
export interface NextStep {
  readonly status: LeadStatus;
  readonly reason: string | null;
  /** When to dial again, before the law moves it; only for `retry` and `callback`. */
  readonly dueAt?: Date;
}

export interface NextStepContext {
  readonly now: Date;
  /** Attempts that count, this one included. */
  readonly attempts: number;
  /** Failures in a row, this one included. */
  readonly failures: number;
  readonly maxAttempts: number;
  readonly retryDelays: RetryDelays;
}

/** Retry by outcome, callback at the time asked, or done. An opt-out or a completed conversation is never redialed. */
export function nextStep(
  outcome: Pick<Outcome, 'disposition' | 'fault' | 'callbackAt'>,
  context: NextStepContext,
): NextStep {
  if (outcome.disposition === 'opted-out') return { status: 'opted out', reason: null };
  if (outcome.fault) return { status: outcome.fault.status, reason: outcome.fault.reason };
  switch (outcome.disposition) {
    case 'completed':
      return { status: 'called', reason: null };
    case 'callback-requested':
      return { status: 'callback', reason: null, ...(outcome.callbackAt && { dueAt: outcome.callbackAt }) };
    case 'no-answer':
    case 'busy':
    case 'voicemail':
      return retry(outcome.disposition, context);
    case 'failed':
      if (context.failures < MAX_FAILURES) return retry('failed', context);
      return { status: 'needs review', reason: `${context.failures} calls in a row failed at the provider` };
    case 'canceled':
      // Taken back before anybody picked up; the law moves it to the next window.
      return retry('failed', context);
    case 'unknown':
      return { status: 'needs review', reason: 'The call ended in a way that a person should look at' };
  }
}

function retry(outcome: keyof RetryDelays, context: NextStepContext): NextStep {
  if (context.attempts >= context.maxAttempts) {
    return { status: 'exhausted', reason: null };
  }
  const delays = context.retryDelays[outcome];
  const delay = delays[Math.max(0, Math.min(context.attempts, delays.length) - 1)] ?? 0;
  return { status: 'retry', reason: null, dueAt: new Date(context.now.getTime() + delay) };
}

/**
 * `NextAction` of the Calls table, in plain words: what the conversation asks for, as far as the lead's next step does it.
 * @param due when the lead is dialed next, as the person would say it
 * @param isAsAsked whether that is the time that the person named
 */
export function describeNextAction(
  step: NextStep,
  said: Pick<ConversationOutcome, 'nextAction' | 'nextActionKind'>,
  due: string | undefined,
  isAsAsked = true,
): string {
  switch (step.status) {
    case 'opted out':
      return 'Do not call again: the person opted out';
    case 'called':
      return said.nextAction;
    case 'callback':
      return isAsAsked ? said.nextAction : `Call back ${due}: the law allows it no earlier`;
    case 'retry': {
      const why = said.nextActionKind === 'call-again' ? said.nextAction : 'Call again';
      return due === undefined ? why : `${why}. Due ${due}`;
    }
    case 'exhausted':
      return 'None: all attempts are used up';
    case 'invalid':
      return said.nextActionKind === 'correct-number'
        ? said.nextAction
        : `Correct the number: ${step.reason ?? 'it cannot be called'}`;
    default:
      return `Review: ${step.reason ?? 'a person should look at this call'}`;
  }
}
