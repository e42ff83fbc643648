import { Logger } from '@nestjs/common';
import { aScript } from './script.factory';

const PLACE = { timezone: undefined, state: undefined, country: undefined, postalCode: undefined };
const IN_OHIO = { ...PLACE, phone: '+16142000001' };
const IN_ALABAMA = { ...PLACE, phone: '+12052000001' };
const IN_NEW_MEXICO = { ...PLACE, phone: '+15052000001' };
const IN_NEW_YORK = { ...PLACE, phone: '+12122000001' };

const WHOLE =
  'Hi, this is Laura, an AI voice, with a sales call for Example Solar on a recorded line. To opt out, say stop.';

describe('a start', () => {
  it.each([
    ['the recording', ' on a recorded line', 'that the call is recorded', 'add "This call is recorded."'],
    [
      'the artificial voice',
      ', an AI voice',
      'that the voice is artificial',
      '"I am an automated AI voice."',
    ],
    [
      'the opt-out',
      ' To opt out, say stop.',
      'how to opt out at once',
      'Say "stop calling" or press 9 at any time',
    ],
    ['the seller', ' for Example Solar', 'for whom the call is', 'calling for Example Solar, Inc."'],
    ['the caller', ' is Laura', "the caller's name", '"This is Laura, calling'],
    ['the purpose', ' with a sales call', 'that the call is to sell', '"This is a sales call."'],
  ])('fails for a script that hides %s, with the sentence to add', (_what, cut, what, sentence) => {
    expect(WHOLE).toContain(cut);
    const start = () => aScript({ FIRST_MESSAGE_TEMPLATE: WHOLE.replace(cut, '') });
    expect(start).toThrow(new RegExp(`^FIRST_MESSAGE_TEMPLATE does not say ${what}`));
    expect(start).toThrow(sentence);
  });

  it.each([
    [' on a recorded line', ', and it is not recorded', 'that the call is recorded'],
    [' on a recorded line', ". Cet appel n'est pas enregistré", 'that the call is recorded'],
    [' on a recorded line', '. Esta llamada no se graba', 'that the call is recorded'],
    [' on a recorded line', '. Das Gespräch wird nicht aufgezeichnet', 'that the call is recorded'],
    [', an AI voice', ", I'm not a robot", 'that the voice is artificial'],
    [', an AI voice', ', keine KI', 'that the voice is artificial'],
    [' with a sales call', '; this is not a sales call', 'that the call is to sell'],
    [' To opt out, say stop.', ' You cannot opt out.', 'how to opt out at once'],
  ])('fails for a script that says the contrary: %j became %j', (said, instead, what) => {
    expect(WHOLE).toContain(said);
    const start = () => aScript({ FIRST_MESSAGE_TEMPLATE: WHOLE.replace(said, instead) });
    expect(start).toThrow(new RegExp(`^FIRST_MESSAGE_TEMPLATE does not say ${what}`));
  });

  it('fails for a script that only names a seller whose name speaks of sales', () => {
    const template = WHOLE.replace(' with a sales call for Example Solar', ' for Example Sales');
    const seller = { SELLER_LEGAL_NAME: 'Example Sales, Inc.' };
    expect(() => aScript({ ...seller, FIRST_MESSAGE_TEMPLATE: template })).toThrow(
      /that the call is to sell/,
    );
  });

  it('names the law and the variable beside the sentence, and every fault at once', () => {
    const start = () => aScript({ FIRST_MESSAGE_TEMPLATE: 'Hi, this is Laura of Example Solar.' });
    expect(start).toThrow(
      /recorded \(California: Cal\. Penal Code 632, 632\.7; .* or \{\{ disclosures\.recording \}\}/,
    );
    expect(start).toThrow(/artificial .*\n.*recorded .*\n.*opt out/);
  });

  it.each([
    WHOLE,
    'Hi {{ lead.name | default: "there" }}, {{ disclosures.opening }}',
    '{{ disclosures.identity }} {{ disclosures.salesPurpose }} {{ disclosures.artificialVoice }} {{ disclosures.recording }} {{ disclosures.optOut }}',
    'Hola, soy Laura, una voz artificial de Example Solar. Es una llamada de ventas y se graba. Para no recibir más, diga basta.',
  ])('is made with %j', (template) => {
    expect(() => aScript({ FIRST_MESSAGE_TEMPLATE: template })).not.toThrow();
  });

  it('fails for a script that says it only to those with a name', () => {
    const template = `{% if lead.isNamed %}${WHOLE}{% else %}Hi!{% endif %}`;
    expect(() => aScript({ FIRST_MESSAGE_TEMPLATE: template })).toThrow(/does not say/);
  });

  it('does not ask for a purpose to sell where nothing is sold', () => {
    const template = WHOLE.replace(' with a sales call', '');
    const variables = { FIRST_MESSAGE_TEMPLATE: template, CALL_PURPOSE: 'informational' };
    expect(() => aScript(variables)).not.toThrow();
  });
});

describe('a call', () => {
  it('is not made with what is hidden from this lead alone', () => {
    const script = aScript({
      FIRST_MESSAGE_TEMPLATE: `{% if lead.City == "Denver" %}Hi!{% else %}${WHOLE}{% endif %}`,
    });
    expect(() => script.render({ fields: { City: 'Boulder' } })).not.toThrow();
    expect(() => script.render({ fields: { City: 'Denver' } })).toThrow(/does not say/);
  });

  it('says who calls in the time that the place gives, by the speed of speech', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const pleasantries = 'I hope that you are well. '.repeat(4);
    const script = aScript({
      FIRST_MESSAGE_TEMPLATE: `A sales call for Example Solar. ${pleasantries} I am Laura, an AI voice, on a recorded line. To opt out, say stop.`,
    });
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /says the caller's name too late: .* at once \(Georgia: .*; New York: .*; Texas: /,
      ),
    );
    warn.mockRestore();
    expect(() => script.render({ place: IN_NEW_MEXICO, fields: {} })).not.toThrow();
    expect(() => script.render({ place: IN_NEW_YORK, fields: {} })).toThrow(
      /says the caller's name too late: it has to be said at once \(New York: /,
    );
  });

  it('ends with name and number where the law wants them again', () => {
    const closing = 'This is Laura, calling for Example Solar, Inc. You can call us back at +14155550100.';
    const script = aScript({ PROMPT_TEMPLATE: 'Sell.' });
    expect(script.render({ place: IN_ALABAMA, fields: {} }).systemPrompt).toContain(`"${closing}"`);
    expect(script.render({ fields: {} }).systemPrompt).toContain(closing);
    const inOhio = script.render({ place: IN_OHIO, fields: {} }).systemPrompt;
    expect(inOhio).not.toContain(closing);
    expect(inOhio).toContain('give the number to call back: +14155550100');
  });

  it('tells in a preview what is asked, by whom, and with which words it is said', () => {
    const { disclosures } = aScript({ FIRST_MESSAGE_TEMPLATE: WHOLE }).preview({
      place: IN_OHIO,
      fields: {},
    });
    expect(disclosures.map(({ disclosure, result, quote }) => [disclosure, result, quote])).toEqual([
      ['caller-name', 'said', 'Laura'],
      ['seller-name', 'said', 'Example Solar, Inc.'],
      ['sales-purpose', 'said', 'sales'],
      ['artificial-voice', 'said', 'AI'],
      ['recording', 'said', 'recorded'],
      ['opt-out', 'said', 'opt out'],
      ['callback-number', 'said', '+14155550100'],
    ]);
    expect(disclosures[2]?.sources).toEqual([
      { jurisdiction: 'US', citation: '16 CFR 310.4(d)(1)-(2)', confidence: 'high' },
    ]);
  });
});
