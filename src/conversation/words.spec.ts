import * as fc from 'fast-check';
import { normalise, wordsOf } from './words';

describe('normalise', () => {
  it.each([
    ['Don’t call ME, please!', 'dont call me please'],
    ["Ne m'appelez plus jusqu'à demain", 'ne m appelez plus jusqu a demain'],
    ['Hören Sie AUF – Straße', 'horen sie auf strasse'],
    ['¡Quíteme de la lista!', 'quiteme de la lista'],
    ['non-stop ｓｔｏｐ', 'non stop stop'],
    ['', ''],
  ])('makes %j %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()),
        (text) => {
          expect(normalise(normalise(text))).toBe(normalise(text));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('wordsOf', () => {
  it('knows where each word stands, and what broke before it', () => {
    const text = "No, don't. Stop";
    expect(wordsOf(text).map((word) => [text.slice(word.start, word.end), word.before])).toEqual([
      ['No', 'none'],
      ["don't", 'comma'],
      ['Stop', 'sentence'],
    ]);
  });
});
