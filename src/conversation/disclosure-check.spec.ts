import { checkOpening, Disclosure } from './disclosure-check';
import { Utterance } from './utterance';

const ALL: readonly Disclosure[] = ['caller-name', 'seller-name', 'artificial-voice', 'recording', 'opt-out'];
const required = { disclosures: ALL, callerName: 'Laura', sellerName: 'Northwind Traders, Inc.' };
const agent = (text: string, atSeconds?: number): Utterance => ({
  speaker: 'agent',
  text,
  ...(atSeconds !== undefined && { atSeconds }),
});

const missed = (...said: readonly Utterance[]) => checkOpening(said, required).missed;

describe('checkOpening', () => {
  it.each([
    'Hi Jane, this is Laura, an automated AI voice, calling for Northwind Traders, and this call is recorded. If you do not want any calls from us, just say "stop calling". Do you have a minute?',
    'hi jane this is lora an a.i. voice calling for north wind trader this call is being recorded to opt out say stop',
    'Hola, soy Laura, una voz artificial de Northwind Traders. Esta llamada se graba. Si no desea más llamadas, dígalo.',
    'Bonjour, Laura, une voix de synthèse, pour Northwind Traders. Cet appel est enregistré. Pour ne plus être appelé, dites stop.',
    'Guten Tag, hier ist Laura, eine künstliche Stimme von Northwind Traders. Das Gespräch wird aufgezeichnet. Wenn Sie keine Anrufe wünschen, sagen Sie Stopp.',
  ])('hears all of it in %j', (text) => {
    expect(missed(agent(text))).toEqual([]);
  });

  it.each([
    ['Hi, this is Laura, an AI voice, for Northwind Traders. To opt out, say stop.', ['recording']],
    [
      'Hi, this is Laura for Northwind Traders on a recorded line. To opt out, say stop.',
      ['artificial-voice'],
    ],
    ['Hi, this is Laura, an AI voice, for Northwind Traders, on a recorded line.', ['opt-out']],
    ['Hi, an AI voice on a recorded line. To opt out, say stop.', ['caller-name', 'seller-name']],
    [
      'Hi, this is Carla, an AI voice for Southbank, recorded. To opt out, say stop.',
      ['caller-name', 'seller-name'],
    ],
    ['Cet appel est enregistré. Laura, Northwind Traders. Dites stop.', ['artificial-voice']],
    ['', ALL],
  ])('misses in %j just what is not there', (text, expected) => {
    expect(missed(agent(text))).toEqual(expected);
  });

  it('quotes what was said', () => {
    const { said } = checkOpening([agent('This call is recorded by an automated system.')], {
      disclosures: ['recording', 'artificial-voice'],
    });
    expect(said).toEqual([
      { disclosure: 'recording', quote: 'recorded' },
      { disclosure: 'artificial-voice', quote: 'automated' },
    ]);
  });

  it('does not count what the customer says, nor what comes after the opening', () => {
    const late = agent('Laura, an AI voice of Northwind Traders, recorded. To opt out, say stop.', 45);
    const customer: Utterance = { speaker: 'customer', text: 'Is this recorded?', atSeconds: 5 };
    expect(missed(agent('Hi!', 1), customer, late)).toEqual(ALL);
  });

  it('finds the number to call back in any writing', () => {
    const check = (text: string) =>
      checkOpening([agent(text)], { disclosures: ['callback-number'], callbackNumber: '+12125550123' })
        .missed;
    expect(check('You can reach me under 212-555-0123.')).toEqual([]);
    expect(check('You can reach me any time.')).toEqual(['callback-number']);
  });

  it('reads a hostile opening in time', () => {
    const begun = performance.now();
    missed(agent('north '.repeat(200_000)));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
