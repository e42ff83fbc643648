import { CallEnd } from './outcome-model';
import { readEnd } from './reported-ends';

const AT = new Date('2026-06-10T16:00:00Z');

describe('readEnd', () => {
  it.each<[CallEnd, string, boolean]>([
    ['interested', 'completed', true],
    ['declined', 'completed', true],
    ['wants-human', 'completed', true],
    ['silence', 'completed', true],
    ['opt-out', 'opted-out', true],
    ['voicemail', 'voicemail', true],
    ['no-answer', 'no-answer', true],
    ['busy', 'busy', true],
    ['bad-number', 'failed', true],
    ['carrier-failure', 'failed', false],
    ['start-refused', 'failed', false],
    ['in-call-failure', 'failed', true],
    ['canceled', 'canceled', false],
  ])('has the call log read %s as %s', (end, disposition, counts) => {
    expect(readEnd(end, AT, undefined).outcome).toMatchObject({ disposition, counts });
  });

  it('reads a callback by the time that was agreed on, and without one puts the lead before a person', () => {
    const callbackAt = new Date('2026-06-10T19:00:00Z');
    expect(readEnd('callback', AT, callbackAt).outcome).toMatchObject({
      disposition: 'callback-requested',
      callbackAt,
    });
    expect(readEnd('callback', AT, undefined).outcome.fault?.status).toBe('needs review');
  });

  it('tells what binds later calls', () => {
    expect(readEnd('opt-out', AT, undefined)).toMatchObject({ isOptOut: true, isRefusal: true });
    expect(readEnd('declined', AT, undefined)).toMatchObject({ isOptOut: false, isRefusal: true });
    expect(readEnd('interested', AT, undefined)).toMatchObject({ isOptOut: false, isRefusal: false });
    expect(readEnd('doubtful-opt-out', AT, undefined).outcome.fault?.status).toBe('needs review');
    expect(readEnd('wrong-number', AT, undefined).outcome.fault?.status).toBe('invalid');
    expect(readEnd('carrier-failure', AT, undefined)).toMatchObject({ providerFault: true, isSilent: true });
  });
});
