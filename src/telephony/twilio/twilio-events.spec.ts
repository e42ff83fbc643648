import { readTwilioEvent } from './twilio-events';

const NOW = new Date('2026-11-24T15:02:00Z');
const FORM = {
  CallSid: 'CA1',
  CallStatus: 'ringing',
  To: '+14155550123',
  SequenceNumber: '1',
  Timestamp: 'Tue, 24 Nov 2026 15:00:00 +0000',
};
const read = (fields: object) => readTwilioEvent({ ...FORM, ...fields }, NOW);

describe('readTwilioEvent', () => {
  it.each([
    ['initiated', 'queued'],
    ['ringing', 'ringing'],
    ['in-progress', 'in-progress'],
  ])('reads %s as progress', (status, progress) => {
    expect(read({ CallStatus: status })).toMatchObject({
      type: status,
      event: {
        kind: 'progress',
        status: progress,
        at: new Date('2026-11-24T15:00:00Z'),
        call: { providerCallId: undefined, carrierCallId: 'CA1', phone: '+14155550123' },
      },
    });
  });

  it.each([
    [{ CallStatus: 'completed' }, 'conversation'],
    [{ CallStatus: 'completed', AnsweredBy: 'human' }, 'conversation'],
    [{ CallStatus: 'completed', AnsweredBy: 'machine_end_beep' }, 'voicemail'],
    [{ CallStatus: 'busy' }, 'busy'],
    [{ CallStatus: 'no-answer' }, 'no-answer'],
    [{ CallStatus: 'canceled' }, 'withdrawn'],
    [{ CallStatus: 'failed' }, 'carrier-failure'],
    [{ CallStatus: 'failed', SipResponseCode: '404' }, 'bad-number'],
    [{ CallStatus: 'failed', SipResponseCode: '503' }, 'carrier-failure'],
  ])('reads %p as hung up', (fields, category) => {
    expect(read(fields).event).toMatchObject({ kind: 'hung-up', category });
  });

  it('reads the JSON form, which has neither a number nor a time', () => {
    const body = {
      CallSid: 'CA1',
      CallStatus: 'completed',
      To: '+14155550123',
      RecordingUrl: 'https://x.example/r',
    };
    expect(readTwilioEvent(body, NOW).event).toMatchObject({
      kind: 'hung-up',
      at: NOW,
      call: { carrierCallId: 'CA1' },
    });
  });

  it('knows a repeated callback by its sequence number, else by its status', () => {
    expect(read({ Timestamp: 'Tue, 24 Nov 2026 15:00:09 +0000' }).dedupKey).toBe(read({}).dedupKey);
    expect(read({ SequenceNumber: 1 }).dedupKey).toBe(read({}).dedupKey);
    expect(read({ SequenceNumber: '2' }).dedupKey).not.toBe(read({}).dedupKey);
    expect(read({ CallSid: 'CA2' }).dedupKey).not.toBe(read({}).dedupKey);
    const unnumbered = (CallStatus: string) => read({ SequenceNumber: undefined, CallStatus }).dedupKey;
    expect(unnumbered('ringing')).toBe(unnumbered('ringing'));
    expect(unnumbered('ringing')).not.toBe(unnumbered('completed'));
  });

  it('takes attempt and call from the address that we had it call, and the order from its number', () => {
    const told = read({ attempt: 'attempt-1', call: 'call-1', SequenceNumber: '7' });
    expect(told.event).toMatchObject({
      sequence: 7,
      call: { attemptId: 'attempt-1', providerCallId: 'call-1', carrierCallId: 'CA1' },
    });
    expect(read({ SequenceNumber: 'x' }).event).toMatchObject({ sequence: undefined });
  });

  it.each([undefined, null, 'x', [], {}, { CallStatus: ['a', 'b'], To: 5 }, { CallStatus: 'toString' }])(
    'makes nothing of %p',
    (body) => {
      expect(readTwilioEvent(body, NOW).event.kind).toBe('other');
    },
  );
});
