import { readVapiEvent } from './vapi-events';

const NOW = new Date('2026-11-24T15:02:00Z');
const FLAT = {
  call_id: 'call-9',
  status: 'completed',
  summary: 'Asked for prices.',
  recording_url: 'https://storage.example/a.wav',
  customer_number: '+14155550123',
  agent_name: 'Laura',
};
const read = (fields: object) => readVapiEvent({ ...FLAT, ...fields }, NOW);

describe('the flat form', () => {
  it('is a report of a finished call', () => {
    expect(read({})).toMatchObject({
      type: 'call-status',
      event: {
        kind: 'report',
        at: NOW,
        call: { providerCallId: 'call-9', phone: '+14155550123' },
        report: {
          category: 'conversation',
          summary: 'Asked for prices.',
          recordingUrl: 'https://storage.example/a.wav',
          personOnLine: true,
        },
      },
    });
  });

  it.each([
    ['ended', 'conversation'],
    ['No Answer', 'no-answer'],
    ['no_answer', 'no-answer'],
    ['busy', 'busy'],
    ['voicemail', 'voicemail'],
    ['failed', 'carrier-failure'],
    ['cancelled', 'canceled'],
    ['customer-did-not-answer', 'no-answer'],
    ['gone fishing', 'unknown'],
    [undefined, 'unknown'],
    ['constructor', 'unknown'],
  ])('reads the status %p as %s', (status, category) => {
    expect(read({ status }).event).toMatchObject({ kind: 'report', report: { category } });
  });

  it('takes an opted-out status for what it says', () => {
    expect(read({ status: 'Opted_Out' }).event).toMatchObject({ report: { analysis: { optOut: true } } });
  });

  it.each([
    ['queued', 'queued'],
    ['ringing', 'ringing'],
    ['In Progress', 'in-progress'],
  ])('reads %s as progress', (status, progress) => {
    expect(read({ status }).event).toMatchObject({ kind: 'progress', status: progress });
  });

  it('is one event however often it is sent, and another when it says more', () => {
    const key = read({}).dedupKey;
    expect(readVapiEvent(FLAT, new Date('2026-11-25T00:00:00Z')).dedupKey).toBe(key);
    expect(read({ summary: 'Another summary.' }).dedupKey).not.toBe(key);
    expect(read({ call_id: 'call-10' }).dedupKey).not.toBe(key);
  });
});
