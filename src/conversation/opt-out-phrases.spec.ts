import * as fc from 'fast-check';
import { grammarOf } from './grammar';
import { LANGUAGES } from './language';
import { LONGEST_UTTERANCE, readOptOut, readOptOuts } from './opt-out-phrases';
import examples from './phrases/examples.json';
import { Utterance } from './utterance';

const SURE = examples['opt-out'];
const customer = (text: string): Utterance => ({ speaker: 'customer', text });
const agent = (text: string): Utterance => ({ speaker: 'agent', text });

describe('readOptOut', () => {
  it.each(SURE)('takes %j for an opt-out', (text) => {
    expect(readOptOut(text).verdict).toBe('opt-out');
  });

  it.each(examples.none)('finds nothing in %j', (text) => {
    expect(readOptOut(text).verdict).toBe('none');
  });

  it.each(examples.doubtful)('leaves %j to a person', (text) => {
    expect(readOptOut(text).verdict).toBe('doubtful');
  });

  it('tells the words, the language and the phrase', () => {
    expect(readOptOut('Äh, streichen Sie mich bitte von Ihrer Liste, ja?')).toEqual({
      verdict: 'opt-out',
      evidence: 'streichen Sie mich bitte von Ihrer Liste',
      language: 'de',
      phraseId: 'take-off-list',
    });
  });

  it('tells the likely language where two read alike', () => {
    expect(readOptOut('Stop.', { language: 'fr' })).toMatchObject({ verdict: 'opt-out', language: 'fr' });
  });

  it.each([
    ['Should I take you off our list?', 'Yes please.', 'opt-out'],
    ['Shall we stop calling you?', 'Sure.', 'opt-out'],
    ['Should I take you off our list?', 'No, why?', 'none'],
    ['If you do not want any calls from us, just say "stop calling". Do you have a minute?', 'Yes.', 'none'],
    ['¿Quiere que lo borremos de la lista?', 'Sí, por favor.', 'opt-out'],
    ['Voulez-vous que je vous retire de notre liste ?', 'Oui.', 'opt-out'],
    ['Soll ich Ihre Nummer löschen?', 'Ja.', 'opt-out'],
  ])('after %j takes %j for %s', (agentSaid, text, verdict) => {
    expect(readOptOut(text, { agentSaid }).verdict).toBe(verdict);
  });

  it.each([
    ["don't know you stop calling me", 'opt-out'],
    ["don't want you to stop calling me", 'none'],
    ["don't want you stop calling me", 'doubtful'],
    ["don't. Stop calling me", 'opt-out'],
    ["don't stop calling me", 'none'],
    ["don't not stop calling me", 'doubtful'],
    ["why don't you stop calling me", 'opt-out'],
    ["you don't stop calling me", 'doubtful'],
    ["if you don't stop calling me, I will complain", 'opt-out'],
  ])('gives the negator in %j its scope: %s', (text, verdict) => {
    expect(readOptOut(text).verdict).toBe(verdict);
  });

  it('calls doubtful what it cannot read to the end', () => {
    expect(readOptOut(`${'yes '.repeat(LONGEST_UTTERANCE)} stop calling me`)).toEqual({
      verdict: 'doubtful',
      phraseId: 'too-long',
    });
  });

  it.each([
    'stop, ',
    'a',
    "l'a'b'c",
    "don't want you to ",
    'no me llame ahora, ',
    '\u0301',
    '. ',
    'mich nicht ',
  ])('reads a megabyte of %j in less than 50 ms', (text) => {
    const hostile = text.repeat(Math.ceil(1_048_576 / text.length));
    readOptOut(hostile);
    // The best of some runs: other work on the machine is no part of what is measured.
    const runs = Array.from({ length: 8 }, () => {
      const begun = performance.now();
      readOptOut(hostile);
      return performance.now() - begun;
    });
    expect(Math.min(...runs)).toBeLessThan(50);
  });
});

describe('readOptOuts', () => {
  it('does not take the words of the agent for the customer’s', () => {
    const utterances = [agent('Just say stop calling.'), customer('Hello, who is it?')];
    expect(readOptOuts(utterances)).toEqual({ verdict: 'none' });
  });

  it('knows which question an answer belongs to', () => {
    const utterances = [agent('Shall I take you off our list?'), customer('Yes.')];
    expect(readOptOuts(utterances)).toMatchObject({ verdict: 'opt-out', phraseId: 'answer' });
  });

  it('keeps an opt-out whatever else is said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SURE),
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...examples.none)), { maxLength: 5 }),
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...examples.none)), { maxLength: 5 }),
        (sure, before, after) => {
          const all = [...before, sure, ...after].map(customer);
          expect(readOptOuts(all).verdict).toBe('opt-out');
        },
      ),
    );
  });

  it('loses no sure opt-out to fillers', () => {
    const sure = SURE.flatMap((text) => {
      const { language } = readOptOut(text);
      return language === undefined ? [] : [{ text, language }];
    });
    fc.assert(
      fc.property(fc.constantFrom(...sure), fc.nat(), fc.nat(), ({ text, language }, where, which) => {
        const fillers = [...grammarOf(language).fillers];
        const words = text.split(' ');
        const at = where % (words.length + 1);
        const filler = fillers[which % fillers.length] ?? '';
        const filled = [...words.slice(0, at), filler, ...words.slice(at)].join(' ');
        expect({ filled, ...readOptOut(filled) }).toMatchObject({ verdict: 'opt-out' });
      }),
      { numRuns: 500 },
    );
  });

  it('takes no account of case, accents and apostrophes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SURE), (text) => {
        const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
        expect(readOptOut(bare.toUpperCase()).verdict).toBe('opt-out');
        expect(readOptOut(bare.replace(/'/g, '’')).verdict).toBe('opt-out');
      }),
    );
  });

  it('has examples of every language', () => {
    const languages = new Set(SURE.map((text) => readOptOut(text).language));
    expect([...languages].toSorted()).toEqual([...LANGUAGES].toSorted());
  });
});
