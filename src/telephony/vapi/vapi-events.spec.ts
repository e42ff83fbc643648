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
      'callback',
    );
  });

  it('times an opt-out by the words before the tool call, not by the call', () => {
    const toolCallList = [
      { id: 'b', function: { name: 'opt_out', arguments: { words: 'Arrêtez de m’appeler' } } },
    ];
    const spoken = (time: number) => ({ messages: [{ role: 'user', message: 'Stop', endTime: time }] });
    const event = (artifact: object) => read(message({ type: 'tool-calls', toolCallList, artifact })).event;
    expect(event(spoken(SENT_AT - 1500))).toMatchObject({
      ...{ kind: 'opt-out', channel: 'tool', language: 'fr' },
      ...{ saidAt: new Date(SENT_AT - 1500), at: new Date(SENT_AT) },
    });
    expect(event({})).toMatchObject({ saidAt: new Date(SENT_AT) });
    expect(event(spoken(SENT_AT + 1))).toMatchObject({ saidAt: new Date(SENT_AT) });
  });

  describe('words that are heard while the call is up', () => {
    const heard = (transcript: string, fields: object = {}) =>
      read(message({ type: 'transcript', role: 'user', transcriptType: 'final', transcript, ...fields }));

    it.each([
      ['Please take me off your list.', 'words', 'en'],
      ['No me llamen más.', 'words', 'es'],
      ["User's Keypad Entry: 9", 'keypress', undefined],
    ])('are an opt-out: %s', (transcript, channel, language) => {
      const { event, isPassing } = heard(transcript);
      expect(event).toMatchObject({
        ...{ kind: 'opt-out', call: REFERENCE, channel, saidAt: new Date(SENT_AT) },
        ...(language !== undefined && { language }),
      });
      expect(isPassing).toBeUndefined();
    });

    it('may be one', () => {
      expect(heard('You never stop calling me.').event).toMatchObject({ kind: 'doubt', call: REFERENCE });
    });

    it.each([
      ['nothing', 'Stop by on Monday.', {}],
      ["the agent's own", 'Please take me off your list.', { role: 'assistant' }],
      ['another key', "User's Keypad Entry: 1", {}],
    ])('are %s: of the message only the line is kept', (_what, transcript, fields) => {
      const artifact = { messages: [{ role: 'bot', message: 'Hello' }] };
      const { event, isPassing, kept } = heard(transcript, { artifact, ...fields });
      expect([event.kind, isPassing]).toEqual(['other', undefined]);
      const line = {
        type: 'transcript',
        role: 'user',
        transcriptType: 'final',
        transcript,
        timestamp: SENT_AT,
      };
      expect(kept).toEqual({ message: { ...line, ...fields } });
    });

    it.each([
      ['not final', 'Please take me off your list.', { transcriptType: 'partial' }],
      ['no text', 7, {}],
    ])('are %s, and need not be kept', (_what, transcript, fields) => {
      const { event, isPassing } = heard(transcript as string, fields);
      expect([event.kind, isPassing]).toEqual(['other', true]);
    });

    it('are understood by what the agent asked', () => {
      const asked = (said: string) => ({ artifact: { messages: [{ role: 'bot', message: said }] } });
      expect(heard('Yes.', asked('Shall I take you off our list?')).event.kind).toBe('opt-out');
      expect(heard('Yes.', asked('Shall I send you the prices?')).event.kind).toBe('other');
    });

    it('are read under the name of the type that we ask for, too', () => {
      expect(heard('Stop calling me.', { type: 'transcript[transcriptType="final"]' })).toMatchObject({
        ...{ type: 'transcript', event: { kind: 'opt-out' } },
      });
    });

    it('are told apart by what is said and when, and known again when they come again', () => {
      const key = (transcript: string, timestamp = SENT_AT) => heard(transcript, { timestamp }).dedupKey;
      expect(key('Stop calling me.')).toBe(key('Stop calling me.'));
      expect(key('Stop calling me.')).not.toBe(key('Stop calling me!'));
      expect(key('Stop calling me.')).not.toBe(key('Stop calling me.', SENT_AT + 1));
    });
  });

  it('reads a key that is told in an update of the conversation, in the last turn only', () => {
    const update = (...messages: object[]) => read(message({ type: 'conversation-update', messages }));
    const key = { role: 'user', message: "User's Keypad Entry: 9" };
    const agent = { role: 'assistant', content: 'Goodbye.' };
    expect(update(agent, key).event).toMatchObject({ kind: 'opt-out', channel: 'keypress' });
    expect(update(key, agent)).toMatchObject({ event: { kind: 'other' }, isPassing: true });
    expect(update(agent, { role: 'user', message: 'Stop calling me.' }).event.kind).toBe('other');
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
