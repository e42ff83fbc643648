import { toolCallAnswer, toolCallsOf } from './tool-calls';

const call = (id: string, name: string, args: unknown = {}) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
const body = (...toolCallList: unknown[]) => ({ message: { type: 'tool-calls', toolCallList } });

describe('toolCallAnswer', () => {
  it('answers every call, in order, with one line of text', () => {
    const answer = toolCallAnswer(
      body(
        call('b', 'opt_out'),
        call('a', 'request_callback', { callbackAt: '2026-12-01T09:00:00Z' }),
        call('c', 'dance'),
      ),
    );
    expect(answer?.results.map(({ toolCallId, name }) => [toolCallId, name])).toEqual([
      ['b', 'opt_out'],
      ['a', 'request_callback'],
      ['c', 'dance'],
    ]);
    expect(answer?.results.map(({ result }) => result)).toEqual([
      expect.stringMatching(/^The opt-out is recorded\.[^\n]*$/),
      expect.stringMatching(/^The callback is recorded\.[^\n]*$/),
      expect.stringMatching(/^There is no such tool\.[^\n]*$/),
    ]);
  });

  it('asks again for a callback time that has no offset', () => {
    const answer = toolCallAnswer(body(call('a', 'request_callback', { callbackAt: 'tomorrow' })));
    expect(answer?.results[0]?.result).toMatch(/not understood/);
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
