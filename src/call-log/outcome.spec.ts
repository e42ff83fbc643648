import { bareReport, CallReport, EndCategory } from '../telephony/call-event';
import { decideOutcome, Outcome } from './outcome';

const CALLBACK_AT = new Date('2026-06-12T16:00:00Z');

function outcomeOf(category: EndCategory, told: Partial<CallReport> = {}, optedOut = false): string {
  return inShort(decideOutcome({ ...bareReport(category, 'some-reason'), ...told }, optedOut));
}

function inShort({ disposition, counts, fault }: Outcome): string {
  return `${disposition}${counts ? '' : ', not counted'}${fault ? `, ${fault.status}` : ''}`;
}

describe('decideOutcome', () => {
  it.each<[EndCategory, string, string]>([
    ['conversation', 'no-answer', 'completed'],
    ['no-answer', 'no-answer', 'no-answer'],
    ['busy', 'busy', 'busy'],
    ['voicemail', 'voicemail', 'voicemail'],
    ['bad-number', 'failed, invalid', 'failed, invalid'],
    ['canceled', 'canceled, not counted, needs review', 'canceled, needs review'],
    ['carrier-failure', 'failed, not counted', 'failed, not counted'],
    ['start-refused', 'failed, not counted', 'failed, not counted'],
    ['in-call-failure', 'failed, not counted', 'failed'],
    ['unknown', 'unknown, needs review', 'unknown, needs review'],
  ])('makes of %s: %s with nobody on the line, %s with somebody', (category, nobody, somebody) => {
    expect(outcomeOf(category)).toBe(nobody);
    expect(outcomeOf(category, { personOnLine: true })).toBe(somebody);
  });

  it('believes an opt-out whatever the call came to, and whichever way it was said', () => {
    for (const category of ['conversation', 'voicemail', 'bad-number', 'unknown', 'canceled'] as const) {
      expect(outcomeOf(category, { analysis: { optOut: true } })).toBe('opted-out');
      expect(outcomeOf(category, {}, true)).toBe('opted-out');
    }
    expect(outcomeOf('conversation', { personOnLine: true, analysis: { optOut: false } })).toBe('completed');
  });

  it('believes nothing else that is said where nobody was on the line', () => {
    const analysis = { callbackAt: CALLBACK_AT, wrongNumber: true, outcome: 'callback' };
    expect(outcomeOf('voicemail', { analysis })).toBe('voicemail');
    expect(outcomeOf('conversation', { analysis })).toBe('no-answer');
  });

  it.each<[string, CallReport['analysis'], string]>([
    ['somebody else answered', { reached: false, callbackAt: CALLBACK_AT }, 'no-answer'],
    ['it is the wrong number', { wrongNumber: true, callbackAt: CALLBACK_AT }, 'completed, invalid'],
    ['a time was named', { outcome: 'callback', callbackAt: CALLBACK_AT }, 'callback-requested'],
    ['no time was named', { outcome: 'callback' }, 'callback-requested, needs review'],
    ['they talked', { reached: true, interest: 'high' }, 'completed'],
  ])('hears in a conversation that %s', (_what, analysis, expected) => {
    expect(outcomeOf('conversation', { analysis, personOnLine: true })).toBe(expected);
  });

  it('keeps the time that was asked for', () => {
    const report = {
      ...bareReport('conversation', undefined),
      personOnLine: true,
      analysis: { callbackAt: CALLBACK_AT },
    };
    expect(decideOutcome(report, false).callbackAt).toEqual(CALLBACK_AT);
  });
});
