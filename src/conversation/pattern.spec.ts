import { fit, Pattern, pattern, spellings } from './pattern';
import { wordsOf } from './words';

const READING = {
  notInGaps: new Set(['not']),
  numberOf: (word: string) => (/^\d+$/.test(word) ? Number(word) : undefined),
};

function taken(slots: Pattern, text: string): string | undefined {
  const words = wordsOf(text);
  const found = fit(slots, words, 0, READING);
  return (
    found &&
    words
      .slice(0, found.to)
      .map((word) => word.text)
      .join(' ')
  );
}

describe('a pattern', () => {
  it.each([
    ['stop|quit calling me?', 'quit calling me now', 'quit calling me'],
    ['stop|quit calling me?', 'stop calling', 'stop calling'],
    ['stop ..2 calling', 'stop all that calling', 'stop all that calling'],
    ['stop ..2 calling', 'stop all that silly calling', undefined],
    ['stop ..2 calling', 'stop not calling', undefined],
    ['stop calling', 'stop. Calling', undefined],
    ['stop calling', 'stop, calling', 'stop calling'],
    ['appel* moi', 'appelez-moi', 'appelez moi'],
    ['^ stop $', 'stop, now', 'stop'],
    ['^ stop $', 'stop now', undefined],
    ['call again|$', 'call', 'call'],
    ['call again|$', 'call me', undefined],
    ['@who there', 'you there', 'you there'],
    ['press one|#n', 'press 9', 'press 9'],
  ])('%j read from %j takes %j', (text, said, expected) => {
    expect(taken(pattern(text, { who: 'me you' }), said)).toBe(expected);
  });

  it('keeps the numbers that it names', () => {
    const found = fit(pattern('at #h #m?'), wordsOf('at 3 30'), 0, READING);
    expect(found?.numbers).toEqual({ h: 3, m: 30 });
  });

  it('takes no comma where it is told to', () => {
    expect(
      fit(pattern('non stop'), wordsOf('non, stop'), 0, { ...READING, withinCommas: true }),
    ).toBeUndefined();
  });

  it('refuses a set that does not exist', () => {
    expect(() => pattern('@nobody')).toThrow('@nobody');
  });

  it('spells umlauts out', () => {
    expect(spellings('hören')).toEqual(['horen', 'hoeren']);
  });
});
