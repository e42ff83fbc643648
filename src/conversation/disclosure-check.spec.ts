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

/** What these words state, of all that can be stated. */
const stated = (text: string) =>
  checkOpening([agent(text)], {
    disclosures: ['sales-purpose', 'artificial-voice', 'recording', 'opt-out'],
    sellerName: 'Recorded Robot Sales, Inc.',
  }).said.map(({ disclosure }) => disclosure);

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

  it.each([
    // English
    'This call is not recorded.',
    "This call isn't being recorded, and it won't be recorded later.",
    'Nothing you say is ever recorded.',
    'There is no recording of this call.',
    'Recording is switched off, recordings are not kept.',
    "I'm not a robot.",
    "Don't worry, I am not some kind of automated or AI voice.",
    'You are not talking to a bot.',
    'No AI here.',
    'This is not a sales call.',
    "We're not trying to sell you anything, and this isn't a marketing or sales call.",
    'An un-recorded, non-automated call.',
    'This call is neither recorded nor automated.',
    'You cannot opt out.',
    'We will never stop calling.',
    'Press 2 for the office.',
    'Laura of Recorded Robot Sales.',
    // Spanish
    'Esta llamada no se graba.',
    'Esta llamada no será grabada ni está siendo grabada.',
    'Una llamada sin grabación.',
    'No soy un robot.',
    'No soy ninguna voz artificial.',
    'No es una llamada de ventas.',
    'No vendemos nada, no es para venderle nada.',
    'Nadie puede darse de baja, y no puede darse de baja.',
    // French
    "Cet appel n'est pas enregistré.",
    'Rien n’est enregistré ici.',
    "Nous n'enregistrons jamais vos appels.",
    'Un appel sans enregistrement.',
    'Je ne suis pas un robot.',
    "Ce n'est pas une voix artificielle.",
    "Ce n'est pas un appel commercial.",
    'Nous ne vous vendons rien.',
    "Nous n'allons pas arrêter les appels.",
    // German
    'Dieses Gespräch wird nicht aufgezeichnet.',
    'Wir zeichnen dieses Gespräch nicht auf.',
    'Aufgezeichnet wird hier nichts.',
    'Ohne Aufzeichnung.',
    'Das Gespräch wird weder aufgenommen noch aufgezeichnet.',
    'Ich bin keine KI.',
    'Ich bin kein Roboter und keine künstliche Stimme.',
    'Das ist kein Verkaufsgespräch.',
    'Ich möchte Ihnen nichts verkaufen.',
    'Sie können sich nicht abmelden.',
  ])('takes %j for none of it', (text) => {
    expect(stated(text)).toEqual([]);
  });

  it.each([
    ['Not only is this a sales call, it is recorded as well.', ['sales-purpose', 'recording']],
    ['I am not a human but an AI voice.', ['artificial-voice']],
    ["No, I'm not a person, I'm a robot.", ['artificial-voice']],
    ["Please don't hang up, this sales call is recorded.", ['sales-purpose', 'recording']],
    ['The first call was not recorded. This one is recorded.', ['recording']],
    ['If you do not want this, do not hesitate to say stop.', ['opt-out']],
    ['If now is not a good time you can press nine.', ['opt-out']],
    ['No cuelgue: esta llamada de ventas se graba.', ['sales-purpose', 'recording']],
    ['No soy humana sino una voz artificial.', ['artificial-voice']],
    ['Si no quiere esta llamada, pulse 9.', ['opt-out']],
    ['Ne raccrochez pas, cet appel commercial est enregistré.', ['sales-purpose', 'recording']],
    ['Je ne suis pas une personne mais une voix artificielle.', ['artificial-voice']],
    ['Tapez 9 pour ne pas être rappelé.', ['opt-out']],
    ['Legen Sie nicht auf, das Verkaufsgespräch wird aufgezeichnet.', ['sales-purpose', 'recording']],
    ['Nur noch eines: Sie sprechen noch immer mit einer KI.', ['artificial-voice']],
    ['Ich bin kein Mensch, sondern eine KI.', ['artificial-voice']],
    ['Drücken Sie die 9, wenn Sie das nicht wünschen.', ['opt-out']],
  ] as const)('is not misled by a "not" elsewhere: %j', (text, expected) => {
    expect(stated(text)).toEqual(expected);
  });

  it.each([
    'Ein Anruf aus dem Vertrieb.',
    'Es geht um Werbung.',
    'Es una llamada comercial.',
    'Tenemos una promoción.',
    'Le llamo para venderle un seguro.',
    'Du démarchage téléphonique.',
    'Un appel publicitaire.',
    'I am selling roofs.',
    'We have a special offer.',
  ])('hears in %j that the call is to sell', (text) => {
    expect(stated(text)).toEqual(['sales-purpose']);
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
