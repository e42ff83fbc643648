import { NEVER_CONNECTED } from '../vapi/bypass';
import { bypassedCall, dialedFor } from './bypassed-call';
import { twilioCall } from './twilio-call';

const RECORDED = new Date('2026-11-24T15:00:00.400Z');
const record = (changes: object = {}) => ({
  id: 'call-1',
  status: 'queued',
  createdAt: RECORDED.toISOString(),
  ...changes,
});
const dialed = (status: string, changes: object = {}) => {
  const call = twilioCall({
    sid: 'CA1',
    status,
    date_created: 'Tue, 24 Nov 2026 15:00:00 +0000',
    ...changes,
  });
  if (!call) throw new Error('No call');
  return call;
};

describe('dialedFor', () => {
  const at = (time: string, sid: string) =>
    dialed('queued', { sid, date_created: `Tue, 24 Nov 2026 ${time} +0000` });

  it('takes the first call since the record, not one of an attempt before or after', () => {
    const calls = [at('15:20:00', 'CA3'), at('15:00:00', 'CA2'), at('14:45:00', 'CA1')];
    expect(dialedFor(RECORDED, calls)?.sid).toBe('CA2');
  });

  it('takes a call that has no date yet, when there is no other', () => {
    expect(dialedFor(RECORDED, [dialed('queued', { date_created: null })])?.sid).toBe('CA1');
    expect(dialedFor(RECORDED, [at('14:45:00', 'CA1')])).toBeUndefined();
    expect(dialedFor(RECORDED, [])).toBeUndefined();
  });
});

describe('bypassedCall', () => {
  const lapsed = record({ status: 'ended', endedReason: NEVER_CONNECTED });

  it.each([record(), lapsed])(
    'says that nobody was called where VAPI holds %j and Twilio nothing',
    (vapi) => {
      expect(bypassedCall(vapi, undefined)).toBeUndefined();
    },
  );

  it.each([
    ['queued', 'queued'],
    ['ringing', 'ringing'],
    ['in-progress', 'in-progress'],
  ])('goes by Twilio while it says %s', (status, progress) => {
    expect(bypassedCall(record(), dialed(status))).toMatchObject({
      carrierCallId: 'CA1',
      state: { ended: false, status: progress },
    });
  });

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'carrier-failure'],
    ['canceled', 'withdrawn'],
  ])('goes by Twilio where nobody picked up (%s)', (status, category) => {
    expect(bypassedCall(lapsed, dialed(status))?.state).toMatchObject({
      ended: true,
      report: { category, endedReason: `twilio-${status}`, personOnLine: false },
    });
  });

  it('counts somebody who picked up and heard nothing as disturbed', () => {
    expect(bypassedCall(lapsed, dialed('completed'))?.state).toMatchObject({
      report: { category: 'in-call-failure', personOnLine: true },
    });
  });

  it('goes by VAPI as soon as somebody was connected, whatever Twilio says', () => {
    const ended = record({ status: 'ended', endedReason: 'customer-ended-call' });
    expect(bypassedCall(ended, dialed('completed'))?.state).toMatchObject({
      report: { category: 'conversation' },
    });
    expect(bypassedCall(record({ status: 'in-progress' }), undefined)?.state).toMatchObject({
      status: 'in-progress',
    });
  });
});
