import * as fc from 'fast-check';
import { readTranscript } from './transcript';

describe('readTranscript', () => {
  it('reads VAPI’s messages without the prompt and the tools', () => {
    const messages = [
      { role: 'system', message: 'Be kind.', time: 1, secondsFromStart: 0 },
      { role: 'bot', message: 'Hi Jane', time: 1, secondsFromStart: 0.88 },
      { role: 'user', message: ' Yes? ', time: 1, secondsFromStart: 3.9 },
      { role: 'tool_calls', message: '', toolCalls: [{ id: 'a' }] },
      { role: 'tool_call_result', name: 'book', result: 'ok' },
      { role: 'assistant', content: 'Goodbye' },
    ];
    expect(readTranscript(messages)).toEqual([
      { speaker: 'agent', text: 'Hi Jane', atSeconds: 0.88 },
      { speaker: 'customer', text: 'Yes?', atSeconds: 3.9 },
      { speaker: 'agent', text: 'Goodbye' },
    ]);
  });

  it('reads plain text, lines without a speaker included', () => {
    expect(readTranscript('AI: Hi Jane\nUser: Yes?\r\nI mean: who is it?\n\nAI:\nGoodbye\n')).toEqual([
      { speaker: 'agent', text: 'Hi Jane' },
      { speaker: 'customer', text: 'Yes? I mean: who is it?' },
      { speaker: 'agent', text: 'Goodbye' },
    ]);
  });

  it('knows the names that the transcript was made with', () => {
    expect(readTranscript('Laura: Hi\nJane: Hello', { agent: 'Laura', customer: 'Jane' })).toEqual([
      { speaker: 'agent', text: 'Hi' },
      { speaker: 'customer', text: 'Hello' },
    ]);
  });

  it.each([
    undefined,
    null,
    7,
    {},
    [],
    [null, 3, { role: 'user' }, { role: 4, message: 'x' }],
    '',
    'no speaker',
  ])('reads nothing in %j', (source) => {
    expect(readTranscript(source)).toEqual([]);
  });

  it('never throws, and gives no empty utterance', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.anything())), (source) => {
        expect(readTranscript(source).filter(({ text }) => text.trim() === '')).toEqual([]);
      }),
    );
  });
});
