import { allJurisdictions } from '../compliance/jurisdictions';
import { demandedDisclosures } from '../compliance/disclosures/demanded-disclosures';
import { LANGUAGES } from '../conversation/language';
import { OPT_OUT_KEY } from '../conversation/opt-out-key';
import { readOptOut } from '../conversation/opt-out-phrases';
import { saidDisclosures } from './said-disclosures';
import { aScript } from './script.factory';

const identity = {
  callerName: 'Laura',
  sellerName: 'Example Solar, Inc.',
  callbackNumber: '+14155550100',
};

/** The words that tell to press a key, without the rest of the sentence. */
const spokenKey = (text: string) => /(press|pulse|tapez|drücken Sie die) \d/.exec(text)?.[0] ?? '';

describe.each(LANGUAGES)('the built-in texts in %s', (language) => {
  const script = aScript({ AGENT_LANGUAGE: language });
  const informational = aScript({ AGENT_LANGUAGE: language, CALL_PURPOSE: 'informational' });

  it.each([
    ['marketing', script],
    ['informational', informational],
  ] as const)(
    'say in time all that any place asks of %s, with a name and without one',
    (purpose, written) => {
      for (const lead of [{ fields: {} }, { name: 'Dr. Maximiliane Mustermann', fields: {} }]) {
        const rendered = written.render(lead);
        for (const { code } of allJurisdictions()) {
          const findings = saidDisclosures(rendered, demandedDisclosures([code], purpose), identity);
          expect(findings.filter(({ result }) => result !== 'said')).toEqual([]);
        }
      }
    },
  );

  it('say how to opt out within two seconds of saying for whom the call is', () => {
    const { firstMessage } = script.render({ fields: {} });
    const between = firstMessage.split('Example Solar, Inc.')[1]?.split('"')[0]?.trim().split(/\s+/) ?? [];
    expect(between.length).toBeLessThanOrEqual(5);
  });

  it('tell the person to say words that are understood as an opt-out', () => {
    const words = /"(.*)"/.exec(script.render({ fields: {} }).firstMessage)?.[1] ?? '';
    expect(readOptOut(words).verdict).toBe('opt-out');
  });

  it('name the key that is understood as an opt-out, and no other', () => {
    for (const { firstMessage } of [script.render({ fields: {} }), informational.render({ fields: {} })])
      expect(firstMessage.match(/\d/g)).toEqual([OPT_OUT_KEY]);
    const said = saidDisclosures(
      { firstMessage: `Hello. ${spokenKey(script.render({ fields: {} }).firstMessage)}.`, systemPrompt: '' },
      demandedDisclosures(['US'], 'marketing').filter(({ disclosure }) => disclosure === 'opt-out'),
      identity,
    );
    expect(said.map(({ result }) => result)).toEqual(['said']);
  });

  it('can be borne: no longer than twenty seconds', () => {
    const { firstMessage } = script.render({ name: 'Jane Doe', fields: {} });
    expect(firstMessage.split(/\s+/).length).toBeLessThanOrEqual(50);
  });

  it('have the agent speak it', () => {
    const names = { en: 'English', es: 'Spanish', fr: 'French', de: 'German' };
    expect(script.render({ fields: {} }).systemPrompt).toContain(`In ${names[language]}, or`);
  });
});
