import { readVapiEvent } from './vapi-events';

const NOW = new Date('2026-11-24T15:02:00Z');
const SENT_AT = Date.parse('2026-11-24T15:01:55Z');
const CALL = {
  id: 'call-1',
  status: 'queued',
  phoneCallProviderId: 'CA1',
  assistant: { metadata: { attemptId: 'attempt-1' } },
  customer: { number: '+14155550123' },
};
const REFERENCE = {
  providerCallId: 'call-1',
  attemptId: 'attempt-1',
  carrierCallId: 'CA1',
  phone: '+14155550123',
};

const message = (fields: object) => ({ message: { timestamp: SENT_AT, call: CALL, ...fields } });
const read = (body: unknown) => readVapiEvent(body, NOW);
const key = (body: unknown) => read(body).dedupKey;

describe('readVapiEvent', () => {
  it('reads progress from the message, not from the snapshot of the call', () => {
    expect(read(message({ type: 'status-update', status: 'in-progress' }))).toMatchObject({
      type: 'status-update',
      event: { kind: 'progress', status: 'in-progress', call: REFERENCE, at: new Date(SENT_AT) },
    });
  });

  it('reads the end of a call', () => {
    const ended = read(message({ type: 'status-update', status: 'ended', endedReason: 'customer-busy' }));
    expect(ended.event).toMatchObject({
      kind: 'hung-up',
      category: 'busy',
      endedReason: 'customer-busy',
      call: REFERENCE,
    });
  });

  it.each(['not-found', 'a-new-status', undefined, 7])('makes nothing of the status %p', (status) => {
    expect(read(message({ type: 'status-update', status })).event.kind).toBe('other');
  });

  it('reads a report', () => {
    const { event } = read(
      message({ type: 'end-of-call-report', endedReason: 'voicemail', analysis: {}, artifact: {} }),
    );
    expect(event).toMatchObject({ kind: 'report', call: REFERENCE, report: { category: 'voicemail' } });
  });

  it('reads an opt-out among the tool calls', () => {
    const toolCallList = [
      { id: 'a', type: 'function', function: { name: 'request_callback', arguments: {} } },
      { id: 'b', type: 'function', function: { name: 'opt_out', arguments: {} } },
    ];
    expect(read(message({ type: 'tool-calls', toolCallList })).event).toMatchObject({
      kind: 'opt-out',
      call: REFERENCE,
    });
    expect(read(message({ type: 'tool-calls', toolCallList: toolCallList.slice(0, 1) })).event.kind).toBe(
      'other',
    );
  });

  it('finds the attempt wherever it stands', () => {
    const id = '01922a00-0000-7000-8000-000000000001';
    const attemptOf = (fields: object) => read({ message: { type: 'hang', ...fields } }).event.call.attemptId;
    expect(attemptOf({ call: { assistantOverrides: { metadata: { attemptId: 'x' } } } })).toBe('x');
    expect(attemptOf({ assistant: { metadata: { attemptId: 'y' } } })).toBe('y');
    expect(attemptOf({ call: { name: id } })).toBe(id);
    expect(attemptOf({ call: { name: 'a call of somebody else' } })).toBeUndefined();
  });

  it('uses the time of receipt where none was sent', () => {
    expect(read({ message: { type: 'hang', call: CALL } }).event.at).toEqual(NOW);
  });

  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { message: null },
    { message: [] },
    { message: { type: 7, call: 'x', timestamp: {} } },
    { message: { type: 'status-update', status: deep, timestamp: deep, call: deep } },
    { message: { type: 'tool-calls', toolCallList: [null, 3, {}, { function: 'x' }] } },
    { message: { type: 'end-of-call-report', artifact: [], analysis: deep } },
  ])('never throws (%#)', (body) => {
    const result = read(body);
    expect(result.dedupKey).toMatch(/^[0-9a-f]{64}$/);
    expect(['other', 'report']).toContain(result.event.kind);
  });

  it('does not let a sender choose any text as the type', () => {
    expect(read({ message: { type: 'a b\n{c}' } }).type).toBe('unknown');
  });
});

describe('the deduplication key', () => {
  const status = (fields: object) => key(message({ type: 'status-update', status: 'ringing', ...fields }));

  it('is the same for a status that is sent again later', () => {
    expect(status({ timestamp: SENT_AT + 9000, artifact: { messages: [1] } })).toBe(status({}));
  });

  it.each([
    ['another status', { status: 'in-progress' }],
    ['another call', { call: { ...CALL, id: 'call-2' } }],
    ['another type', { type: 'hang' }],
  ])('differs for %s', (_what, fields) => {
    expect(status(fields)).not.toBe(status({}));
  });

  it('tells two calls without an id apart', () => {
    const anonymous = (number: string) => status({ call: undefined, customer: { number } });
    expect(anonymous('+14155550123')).not.toBe(anonymous('+14155550124'));
  });

  const report = (artifact: object, fields: object = {}) =>
    key(message({ type: 'end-of-call-report', endedReason: 'voicemail', artifact, ...fields }));

  it('is the same for a report whose presigned addresses and time are new', () => {
    const url = 'https://storage.example/a.wav';
    const first = report({
      recordingUrl: url,
      presignedMonoUrl: `${url}?sig=1`,
      presignedUrlsExpiresAt: '1',
    });
    const again = report(
      { recordingUrl: url, presignedMonoUrl: `${url}?sig=2`, presignedUrlsExpiresAt: '2' },
      { timestamp: SENT_AT + 60_000 },
    );
    expect(again).toBe(first);
  });

  it.each([
    ['a summary', { analysis: { summary: 'New' } }],
    ['structured data', { analysis: { structuredData: { optOut: true } } }],
    ['a cost', { cost: 1 }],
    ['a recording', { artifact: { recordingUrl: 'https://storage.example/a.wav' } }],
    ['a transcript', { artifact: { transcript: 'AI: Hi' } }],
  ])('differs for a report that brings %s', (_what, fields) => {
    expect(report({}, fields)).not.toBe(report({}));
  });

  const tools = (ids: string[], timestamp = SENT_AT) => {
    const toolCallList = ids.map((id) => ({ id, function: { name: 'opt_out' } }));
    return key(message({ type: 'tool-calls', toolCallList, timestamp }));
  };

  it('goes by the ids of tool calls', () => {
    expect(tools(['a'], SENT_AT + 1)).toBe(tools(['a']));
    expect(tools(['a', 'b'])).not.toBe(tools(['a']));
  });

  it('goes by the time for types that may come more than once', () => {
    const hang = (timestamp: number) => key(message({ type: 'hang', timestamp }));
    expect(hang(1)).toBe(hang(1));
    expect(hang(2)).not.toBe(hang(1));
  });
});
