import { assertNever } from '../common/errors';
import { CallReport } from '../telephony/call-event';

/** How a call ended, in our words: `CallStatus` in the Calls table. */
export const DISPOSITIONS = [
  'completed',
  'no-answer',
  'busy',
  'voicemail',
  'opted-out',
  'callback-requested',
  'failed',
  'canceled',
  'unknown',
] as const;

export type Disposition = (typeof DISPOSITIONS)[number];

export interface Outcome {
  readonly disposition: Disposition;
  /** Whether it uses up one of the lead's attempts: a provider's fault with nobody on the line does not. */
  readonly counts: boolean;
  /** Set when the number or the lead can't be called again for a reason that a person must look at. */
  readonly fault?: { readonly status: 'invalid' | 'needs review'; readonly reason: string };
  readonly callbackAt?: Date;
}

/**
 * Decides in two stages: was a person reached; only then, what did they say. An analysis is believed only where
 * somebody was on the line, except for an opt-out, which is always believed.
 * @param optedOut the call has carried an opt-out already, by another way than its report
 */
export function decideOutcome(report: CallReport, optedOut: boolean): Outcome {
  if (optedOut || report.analysis.optOut === true) return { disposition: 'opted-out', counts: true };
  switch (report.category) {
    case 'no-answer':
    case 'busy':
    case 'voicemail':
      return { disposition: report.category, counts: true };
    case 'conversation':
      return report.personOnLine ? conversation(report) : { disposition: 'no-answer', counts: true };
    case 'in-call-failure':
      return { disposition: 'failed', counts: report.personOnLine };
    case 'carrier-failure':
    case 'start-refused':
      return { disposition: 'failed', counts: false };
    case 'bad-number':
      return {
        disposition: 'failed',
        counts: true,
        fault: { status: 'invalid', reason: 'The carrier reports that this number cannot be reached' },
      };
    case 'canceled':
      return {
        disposition: 'canceled',
        counts: report.personOnLine,
        fault: { status: 'needs review', reason: 'The call was cut off at the provider' },
      };
    case 'unknown':
      return {
        disposition: 'unknown',
        counts: true,
        fault: {
          status: 'needs review',
          reason: `The provider ended the call for a reason not known here: ${report.endedReason ?? 'none given'}`,
        },
      };
    default:
      return assertNever(report.category);
  }
}

function conversation({ analysis }: CallReport): Outcome {
  if (analysis.reached === false) return { disposition: 'no-answer', counts: true };
  if (analysis.wrongNumber === true) {
    const fault = {
      status: 'invalid',
      reason: 'The person reached says that this is the wrong number',
    } as const;
    return { disposition: 'completed', counts: true, fault };
  }
  if (analysis.callbackAt)
    return { disposition: 'callback-requested', counts: true, callbackAt: analysis.callbackAt };
  if (analysis.outcome === 'callback') {
    const fault = {
      status: 'needs review',
      reason: 'Asked to be called back without naming a time',
    } as const;
    return { disposition: 'callback-requested', counts: true, fault };
  }
  return { disposition: 'completed', counts: true };
}
