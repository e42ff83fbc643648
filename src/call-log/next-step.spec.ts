import { parseRetryDelays, RetryDelays } from '../config/retry-delays';
import { NOON } from '../../test/support/database';
import { describeNextAction, nextStep, NextStep, NextStepContext } from './next-step';
import { Disposition, Outcome } from './outcome';

const DISPOSITIONS: readonly Disposition[] = [
  ...(['completed', 'no-answer', 'busy', 'voicemail', 'opted-out'] as const),
  ...(['callback-requested', 'failed', 'canceled', 'unknown'] as const),
];

const MINUTE_MS = 60_000;
const now = new Date(NOON);
const retryDelays = parseRetryDelays('no-answer=4h,1d;busy=15m,1h;voicemail=1d;failed=10m') as RetryDelays;

function step(
  outcome: Partial<Omit<Outcome, 'conversation'>> & { disposition: Disposition },
  context: Partial<NextStepContext> = {},
) {
  const standing = { now, attempts: 1, failures: 0, maxAttempts: 3, retryDelays };
  return nextStep(outcome, { ...standing, ...context });
}

function waitMinutes(disposition: Disposition, context: Partial<NextStepContext> = {}): number | undefined {
  const { dueAt } = step({ disposition }, context);
  return dueAt && (dueAt.getTime() - now.getTime()) / MINUTE_MS;
}

describe('nextStep', () => {
  it('waits by outcome and attempt, the last wait repeating', () => {
    expect([1, 2, 3, 9].map((attempts) => waitMinutes('no-answer', { attempts, maxAttempts: 20 }))).toEqual([
      240, 1440, 1440, 1440,
    ]);
    expect([1, 2, 3].map((attempts) => waitMinutes('busy', { attempts, maxAttempts: 20 }))).toEqual([
      15, 60, 60,
    ]);
    expect(waitMinutes('voicemail')).toBe(1440);
    expect(waitMinutes('failed', { attempts: 0, failures: 1 })).toBe(10);
  });

  it.each(['no-answer', 'busy', 'voicemail', 'failed'] as const)(
    'ends after the last attempt (%s)',
    (disposition) => {
      expect(step({ disposition }, { attempts: 2 }).status).toBe('retry');
      expect(step({ disposition }, { attempts: 3 })).toEqual({ status: 'exhausted', reason: null });
    },
  );

  it('puts a lead before a person after three failures in a row', () => {
    expect(step({ disposition: 'failed' }, { failures: 2 }).status).toBe('retry');
    expect(step({ disposition: 'failed' }, { failures: 3 })).toMatchObject({
      status: 'needs review',
      reason: expect.stringContaining('3 calls'),
    });
  });

  it('calls back at the time asked for, even past the last attempt', () => {
    const callbackAt = new Date('2026-06-12T16:00:00Z');
    expect(step({ disposition: 'callback-requested', callbackAt }, { attempts: 9 })).toEqual({
      status: 'callback',
      reason: null,
      dueAt: callbackAt,
    });
  });

  it('never dials again after an opt-out, whatever else is wrong', () => {
    const fault = { status: 'invalid', reason: 'x' } as const;
    expect(step({ disposition: 'opted-out', fault })).toEqual({ status: 'opted out', reason: null });
  });

  it('follows a fault before the outcome', () => {
    const fault = { status: 'invalid', reason: 'Wrong number' } as const;
    expect(step({ disposition: 'completed', fault })).toEqual(fault);
  });

  it('dials again by itself only after a retryable outcome or a promised callback', () => {
    const again = DISPOSITIONS.filter((disposition) =>
      ['retry', 'callback'].includes(step({ disposition }).status),
    );
    expect(again).toEqual(['no-answer', 'busy', 'voicemail', 'callback-requested', 'failed', 'canceled']);
  });
});

describe('describeNextAction', () => {
  const due = 'Thursday 11 June at 10:00 Eastern Daylight Time';
  const again = { nextAction: 'Call again: voicemail answered', nextActionKind: 'call-again' } as const;
  const back = { nextAction: 'Call back Thursday', nextActionKind: 'call-back' } as const;
  const describing = (status: NextStep['status'], said: typeof again | typeof back, reason: string | null) =>
    describeNextAction({ status, reason }, said, due);

  it('says when and why a lead is called again, and that it is not after its last attempt', () => {
    expect(describing('retry', again, null)).toBe(`Call again: voicemail answered. Due ${due}`);
    expect(describing('exhausted', again, null)).toBe('None: all attempts are used up');
  });

  it('says when a lead is called back, and why not at the time asked for', () => {
    expect(describing('callback', back, null)).toBe('Call back Thursday');
    const moved = describeNextAction({ status: 'callback', reason: null }, back, due, false);
    expect(moved).toBe(`Call back ${due}: the law allows it no earlier`);
  });

  it('says what a person must do', () => {
    expect(describing('needs review', again, 'Odd')).toBe('Review: Odd');
    expect(describing('invalid', again, 'Gone')).toBe('Correct the number: Gone');
    expect(describing('opted out', back, null)).toContain('Do not call again');
  });
});
