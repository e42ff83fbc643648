import { CampaignSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { nextStep, NextStep } from './next-step';
import { Outcome } from './outcome';

/** What a lead is after a call, before its status' own transitions have their say. */
export interface LeadAfterCall {
  readonly step: NextStep;
  /** Attempts that count, this one included. */
  readonly attempts: number;
  /** Failures in a row, this one included. */
  readonly failures: number;
}

/**
 * What becomes of a lead after a call: retry, callback, or done – never before the next legal instant.
 * @param before undefined: the lead is gone
 * @param legalFrom the next instant, from the one given on, at which the lead's window is open; undefined: never
 */
export function leadAfterCall(
  before: Pick<Lead, 'attempts' | 'failures'> | undefined,
  outcome: Pick<Outcome, 'disposition' | 'counts' | 'fault' | 'callbackAt'>,
  now: Date,
  { maxAttempts, retryDelays }: Pick<CampaignSettings, 'maxAttempts' | 'retryDelays'>,
  legalFrom: (earliest: Date) => Date | undefined,
): LeadAfterCall {
  const attempts = (before?.attempts ?? 0) + (outcome.counts ? 1 : 0);
  const failures = outcome.disposition === 'failed' ? (before?.failures ?? 0) + 1 : 0;
  const step = nextStep(outcome, { now, attempts, failures, maxAttempts, retryDelays });
  return { step: before ? lawfulStep(step, legalFrom) : step, attempts, failures };
}

/** Moves the next call forward to the next instant at which the lead's window is open. */
function lawfulStep(step: NextStep, legalFrom: (earliest: Date) => Date | undefined): NextStep {
  if (!step.dueAt) return step;
  const legal = legalFrom(step.dueAt);
  if (legal) return { ...step, dueAt: legal };
  return { status: 'needs review', reason: 'No calling window opens for this lead any more' };
}
