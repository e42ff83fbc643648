import { callReport, isStableUrl } from './call-report';

const FULL = {
  endedReason: 'customer-ended-call',
  startedAt: '2026-11-24T15:00:05.120Z',
  endedAt: '2026-11-24T15:01:41.902Z',
  cost: 0.1432,
  analysis: {
    summary: 'Wants the price list.',
    structuredData: {
      reached: true,
      outcome: 'interested',
      interest: 'hot',
      nextAction: 'Send prices',
      callbackAt: '2026-11-25T10:00:00-05:00',
      optOut: false,
    },
  },
  artifact: {
    messages: [
      { role: 'bot', message: 'Hi Jane' },
      { role: 'user', message: 'Yes?' },
    ],
    transcript: 'AI: Hi Jane\nUser: Yes?\n',
    recordingUrl: 'https://storage.example/mono.wav',
    presignedMonoUrl: 'https://storage.example/mono.wav?X-Amz-Signature=abc',
  },
};

/** The same with other analysis data. */
const analysed = (structuredData: unknown, more: object = {}) => ({
  ...FULL,
  analysis: { structuredData },
  ...more,
});

describe('callReport', () => {
  it('reads a full report', () => {
    expect(callReport(FULL)).toEqual({
      category: 'conversation',
      endedReason: 'customer-ended-call',
      startedAt: new Date('2026-11-24T15:00:05.120Z'),
      endedAt: new Date('2026-11-24T15:01:41.902Z'),
      costUsd: 0.1432,
      summary: 'Wants the price list.',
      transcript: 'AI: Hi Jane\nUser: Yes?',
      recordingUrl: 'https://storage.example/mono.wav',
      analysis: {
        reached: true,
        outcome: 'interested',
        interest: 'hot',
        nextAction: 'Send prices',
        callbackAt: new Date('2026-11-25T15:00:00Z'),
        optOut: false,
      },
      personOnLine: true,
      utterances: [
        { speaker: 'agent', text: 'Hi Jane' },
        { speaker: 'customer', text: 'Yes?' },
      ],
      tools: {},
    });
  });

  it('reads a call that was looked up the same way', () => {
    const call = { id: 'call-1', orgId: 'org', status: 'ended', type: 'outboundPhoneCall', ...FULL };
    expect(callReport(call)).toEqual(callReport(FULL));
  });

  it('falls back to what older payloads hold at the top', () => {
    const { summary, transcript, recordingUrl, personOnLine } = callReport({
      endedReason: 'customer-ended-call',
      summary: 'Old summary',
      transcript: 'AI: Hi',
      recordingUrl: 'https://storage.example/old.wav',
      durationSeconds: 12,
    });
    expect([summary, transcript, recordingUrl, personOnLine]).toEqual([
      'Old summary',
      'AI: Hi',
      'https://storage.example/old.wav',
      true,
    ]);
  });

  it.each([
    undefined,
    null,
    'text',
    7,
    [],
    {},
    { analysis: 1, artifact: 'x', messages: {}, cost: 'much', startedAt: {} },
  ])('makes an empty report of %p', (source) => {
    expect(callReport(source)).toEqual({
      category: 'unknown',
      endedReason: undefined,
      startedAt: undefined,
      endedAt: undefined,
      costUsd: undefined,
      summary: undefined,
      transcript: undefined,
      recordingUrl: undefined,
      analysis: {},
      personOnLine: false,
      utterances: [],
      tools: {},
    });
  });

  it('adds the costs up where no sum is told', () => {
    expect(callReport({ costs: [{ cost: 0.25 }, { cost: 0.5 }, { cost: 'x' }] }).costUsd).toBe(0.75);
    expect(callReport({ costBreakdown: { total: 0.3 }, costs: [{ cost: 9 }] }).costUsd).toBe(0.3);
    expect(callReport({ cost: 0 }).costUsd).toBe(0);
  });

  describe('evidence of a person', () => {
    const started = { startedAt: '2026-11-24T15:00:00Z' };
    it.each([
      ['connected and lasted', { ...started, endedAt: '2026-11-24T15:00:09Z' }, true],
      ['connected for no time', { ...started, endedAt: '2026-11-24T15:00:00Z' }, false],
      ['connected, end not told', started, true],
      ['never connected', { endedAt: '2026-11-24T15:00:09Z' }, false],
      ['words of theirs', { artifact: { messages: [{ role: 'user', message: 'Hello?' }] } }, true],
      ['only words of ours', { artifact: { messages: [{ role: 'bot', message: 'Hello?' }] } }, false],
      ['an empty utterance', { artifact: { messages: [{ role: 'user', message: ' ' }] } }, false],
      ['words in a looked-up call', { messages: [{ role: 'user', message: 'Hello?' }] }, true],
    ])('%s', (_what, source, expected) => {
      expect(callReport({ endedReason: 'pipeline-error-openai-llm-failed', ...source }).personOnLine).toBe(
        expected,
      );
    });

    it("does not take a machine's greeting for a person", () => {
      const report = callReport({ ...FULL, endedReason: 'voicemail' });
      expect([report.category, report.personOnLine]).toEqual(['voicemail', false]);
    });

    it('leaves a failure a failure, whoever was on the line', () => {
      const report = callReport({ ...FULL, endedReason: 'call.in-progress.error-vapifault-worker-died' });
      expect([report.category, report.personOnLine]).toEqual(['in-call-failure', true]);
    });
  });

  describe('analysis', () => {
    it('drops what has the wrong type and keeps the rest', () => {
      const data = {
        reached: 'yes',
        interest: 3,
        outcome: ' ',
        optOut: 'no',
        wantsHuman: true,
        objection: ['a'],
        more: 1,
      };
      expect(callReport(analysed(data)).analysis).toEqual({ wantsHuman: true });
    });

    it.each([
      ['without an offset', '2026-11-25T10:00:00', undefined],
      ['not a time', 'tomorrow at ten', undefined],
      ['no such day', '2026-13-45T10:00:00Z', undefined],
      ['before the end of the call', '2026-11-24T15:01:00Z', undefined],
      ['after the call', '2026-11-24T17:00:00+01:00', new Date('2026-11-24T16:00:00Z')],
    ])('reads a callback time %s', (_what, callbackAt, expected) => {
      expect(callReport(analysed({ callbackAt })).analysis.callbackAt).toEqual(expected);
    });

    it("counts the agent's own tool calls, in case their webhook never came", () => {
      const toolCalls = [
        { id: '1', type: 'function', function: { name: 'opt_out', arguments: '{}' } },
        {
          id: '2',
          type: 'function',
          function: { name: 'request_callback', arguments: '{"callbackAt":"2026-12-01T09:00:00Z"}' },
        },
      ];
      const artifact = { messages: [{ role: 'tool_calls', message: '', toolCalls }] };
      const { analysis, tools } = callReport(analysed({ optOut: false }, { artifact }));
      expect(tools).toEqual({ optOut: true, callbackAt: new Date('2026-12-01T09:00:00Z') });
      expect(analysis).toEqual({ optOut: false });
    });
  });

  it.each([
    ["User's Keypad Entry: 9", true],
    ["User's Keypad Entry: 99#", true],
    ["User's Keypad Entry: 1", undefined],
    ["User's Keypad Entry: 1969", undefined],
    ['Nine', undefined],
  ])('reads the key that means "no more calls": %s', (message, expected) => {
    const artifact = { messages: [{ role: 'user', message }] };
    expect(callReport({ artifact }).optOutKeyPressed).toBe(expected);
    const byAgent = { messages: [{ role: 'bot', message }] };
    expect(callReport({ artifact: byAgent }).optOutKeyPressed).toBeUndefined();
  });

  it('reads who said what from the transcript where there are no messages', () => {
    const { utterances } = callReport({ artifact: { transcript: 'AI: Hi\nUser: Stop calling me.' } });
    expect(utterances).toEqual([
      { speaker: 'agent', text: 'Hi' },
      { speaker: 'customer', text: 'Stop calling me.' },
    ]);
  });

  it('takes the stable recording, never a presigned one', () => {
    const signed = 'https://storage.example/a.wav?X-Amz-Signature=abc&X-Amz-Expires=3600';
    const recording = { mono: { combinedUrl: 'https://storage.example/b.wav' } };
    expect(callReport({ artifact: { recordingUrl: signed, recording } }).recordingUrl).toBe(
      'https://storage.example/b.wav',
    );
    expect(callReport({ artifact: { recordingUrl: signed } }).recordingUrl).toBeUndefined();
    expect(callReport({ artifact: { recordingUrl: 'javascript:alert(1)' } }).recordingUrl).toBeUndefined();
    expect(isStableUrl('https://storage.example/a.wav?version=2')).toBe(true);
  });

  it.each([
    [{ outcome: 'opted-out' }, { optOut: true }],
    [{ outcome: 'opted-out', optOut: false }, { optOut: true }],
    [{ outcome: 'wrong-number', wrongNumber: false }, { wrongNumber: true }],
    [{ outcome: 'interested', optOut: false }, { optOut: false }],
  ])('believes what stops when outcome and flag disagree: %j', (structuredData, expected) => {
    expect(
      callReport({ endedReason: 'customer-ended-call', analysis: { structuredData } }).analysis,
    ).toMatchObject(expected);
  });

  it('takes a line that stayed silent to its end for nobody reached', () => {
    const connected = { startedAt: '2026-11-24T17:00:00.000Z', endedAt: '2026-11-24T17:00:40.000Z' };
    const silent = { endedReason: 'silence-timed-out', ...connected };
    expect(callReport(silent)).toMatchObject({ category: 'no-answer', personOnLine: false });
    const words = { artifact: { messages: [{ role: 'user', message: 'Hello?' }] } };
    expect(callReport({ ...silent, ...words })).toMatchObject({
      category: 'conversation',
      personOnLine: true,
    });
  });
});
