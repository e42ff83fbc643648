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
export function nextStep(outcome: Outcome, context: NextStepContext): NextStep {
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

/** `NextAction` of the Calls table where the conversation's analysis names none. `dueAt`: the legal instant. */
export function describeNextAction(step: NextStep, dueAt: Date | undefined): string {
  const when = dueAt ? ` at ${dueAt.toISOString()}` : '';
  switch (step.status) {
    case 'opted out':
      return 'Do not call again: the person opted out';
    case 'called':
      return 'None: the conversation took place';
    case 'callback':
      return `Call back${when}`;
    case 'retry':
      return `Call again${when}`;
    case 'exhausted':
      return 'None: all attempts are used up';
    case 'invalid':
      return `Correct the number: ${step.reason ?? 'it cannot be called'}`;
    default:
      return `Review: ${step.reason ?? 'a person should look at this call'}`;
  }
}
