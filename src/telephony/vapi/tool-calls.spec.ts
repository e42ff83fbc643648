import { callbackWish, toolCallAnswer, toolCallsOf } from './tool-calls';

const call = (id: string, name: string, args: unknown = {}) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
const body = (...toolCallList: unknown[]) => ({ message: { type: 'tool-calls', toolCallList } });

describe('toolCallAnswer', () => {
  it('answers every call, in order, with one line of text', () => {
    const answer = toolCallAnswer(
      body(call('a', 'request_callback', { words: 'tomorrow' }), call('c', 'dance')),
      { callbackAnswer: 'The callback is recorded for Thursday.' },
    );
    expect(answer?.results.map(({ toolCallId, name }) => [toolCallId, name])).toEqual([
      ['a', 'request_callback'],
      ['c', 'dance'],
    ]);
    expect(answer?.results.map(({ result }) => result)).toEqual([
      'The callback is recorded for Thursday.',
      expect.stringMatching(/^There is no such tool\.[^\n]*$/),
    ]);
  });

  it('has the agent say goodbye to a person who wants no more calls, unless that is done already', () => {
    const resultOf = (isEnding: boolean) =>
      toolCallAnswer(body(call('b', 'opt_out')), { isEnding })?.results[0];
    expect(resultOf(false)?.result).toMatch(/^The opt-out is recorded\. .*say goodbye and end the call\.$/);
    expect(resultOf(true)?.result).toMatch(/^The opt-out is recorded.*Say nothing more\.$/);
  });

  it('promises no callback to a person who wants no more calls', () => {
    const both = body(call('a', 'request_callback'), call('b', 'opt_out'));
    expect(toolCallAnswer(both, { callbackAnswer: 'Recorded.' })?.results[0]?.result).toMatch(/^No callback/);
  });

  it.each([{ message: { type: 'status-update' } }, {}, undefined, 'x', { message: 3 }])(
    'says nothing to %p',
    (other) => {
      expect(toolCallAnswer(other)).toBeUndefined();
    },
  );

  it('answers a message without readable calls with none', () => {
    expect(toolCallAnswer(body(null, {}, { id: 'x' }))).toEqual({ results: [] });
  });
});

describe('toolCallsOf', () => {
  const expected = [{ id: 'a', name: 'book', arguments: { slot: 'ten' } }];

  it.each([
    ['an object', { toolCallList: [call('a', 'book', { slot: 'ten' })] }],
    ['JSON text', { toolCallList: [call('a', 'book', '{"slot":"ten"}')] }],
    ['parameters', { toolCallList: [{ id: 'a', function: { name: 'book', parameters: { slot: 'ten' } } }] }],
    ['a flat call', { toolCallList: [{ id: 'a', name: 'book', parameters: { slot: 'ten' } }] }],
    ['the undocumented list', { toolCallList: [], toolCalls: [call('a', 'book', { slot: 'ten' })] }],
    ['the wrapped list', { toolWithToolCallList: [{ toolCall: call('a', 'book', { slot: 'ten' }) }] }],
  ])('reads arguments from %s', (_what, message) => {
    expect(toolCallsOf(message)).toEqual(expected);
  });

  it('reads broken arguments as none', () => {
    expect(toolCallsOf({ toolCallList: [call('a', 'book', '{broken')] })).toEqual([
      { id: 'a', name: 'book', arguments: {} },
    ]);
  });
});

describe('callbackWish', () => {
  const wishOf = (...calls: unknown[]) => callbackWish(toolCallsOf({ toolCallList: calls }));

  it('takes the last request, its instant only with an offset', () => {
    const early = call('a', 'request_callback', { callbackAt: '2026-12-01T09:00:00Z' });
    const late = call('b', 'request_callback', { callbackAt: '2026-12-02T09:00:00', words: ' at nine ' });
    expect(wishOf(early)).toEqual({ at: new Date('2026-12-01T09:00:00Z') });
    expect(wishOf(early, late)).toEqual({ words: 'at nine' });
    expect(wishOf(call('c', 'opt_out'))).toBeUndefined();
  });
});
