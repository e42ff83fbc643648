import * as fc from 'fast-check';
import { Anchors } from './anchors';
import { languagesOfOptOutIn } from './opt-out-book';
import { readOptOut } from './opt-out-phrases';
import { fit, pattern } from './pattern';
import { vocabularyOf, wordsOf } from './words';
import examples from './phrases/examples.json';

const READING = { notInGaps: new Set<string>() };
const VOCABULARY = ['stop', 'calling', 'call', 'me', 'remov', 'removed', 'list', 'the', 'a', 'please'];

describe('Anchors', () => {
  it.each([
    ['stop calling me', 'stop phoning me', false],
    ['stop calling me', 'calling', false],
    ['stop calling me', 'calling me, please stop', true],
    ['remov* me from? list', 'the lists', false],
    ['remov* me', 'they removed me', true],
    ['take me off ..3 lists', 'take me off all of the lists', true],
    ['take me off ..3 lists', 'off the lists', false],
  ])('looks for the word of %j that matters in %j', (say, text, expected) => {
    expect(new Anchors([pattern(say)]).mayHold(vocabularyOf(text))).toBe(expected);
  });

  it('rules nothing out where a pattern has no word that it needs', () => {
    expect(new Anchors([pattern('please? ..2')]).mayHold(vocabularyOf('anything'))).toBe(true);
  });

  it('never rules out a text in which a pattern fits', () => {
    const text = fc.array(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength: 8 });
    const slot = fc.constantFrom(
      'stop',
      'calling|call',
      'remov*',
      'me?',
      '..2',
      'list',
      '^',
      '$',
      'please|$',
    );
    fc.assert(
      fc.property(fc.array(slot, { minLength: 1, maxLength: 4 }), text, (slots, said) => {
        const patterns = [pattern(slots.join(' '))];
        const words = wordsOf(said.join(' '));
        const fits = words.some((_, at) => fit(patterns[0] ?? [], words, at, READING) !== undefined);
        fc.pre(fits);
        expect(new Anchors(patterns).mayHold(vocabularyOf(said.join(' ')))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the books of opt-outs', () => {
  it.each([...examples['opt-out'], ...examples.doubtful])('are opened for %j', (text) => {
    const { language, phraseId } = readOptOut(text);
    if (language === undefined) throw new Error(`No language for ${phraseId}`);
    expect(languagesOfOptOutIn(text)).toContain(language);
  });

  it('stay closed for ordinary talk', () => {
    const talk = 'Well, I think that it is about twenty years old and faces south, so we wonder.';
    expect(languagesOfOptOutIn(talk)).toEqual([]);
  });
});
