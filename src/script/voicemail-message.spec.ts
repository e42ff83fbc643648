import { aScript } from './script.factory';

const TOLL_FREE = { VOICEMAIL_ACTION: 'message', CALLBACK_NUMBER: '+18005550199' };
const JANE = { name: 'Jane Doe', fields: {} };
const messageOf = (variables: Record<string, string>) => aScript(variables).render(JANE).voicemailMessage;

describe('the message for voicemail', () => {
  it('is not left unless it is asked for', () => {
    expect(messageOf({})).toBeUndefined();
    expect(aScript().source).not.toHaveProperty('voicemailTemplate');
  });

  it.each(['en', 'es', 'fr', 'de'])(
    'says who called, with what voice, and how to opt out free of charge (%s)',
    (language) => {
      const message = messageOf({ ...TOLL_FREE, AGENT_LANGUAGE: language });
      for (const part of ['Laura', 'Example Solar', '+18005550199']) expect(message).toContain(part);
    },
  );

  it("is the operator's own where there is one, with what is known of the lead", () => {
    const template =
      'Hi {{ lead.firstName | default: "there" }}. {{ disclosures.identity }} {{ disclosures.artificialVoice }} {{ disclosures.callbackNumber }}';
    expect(messageOf({ ...TOLL_FREE, VOICEMAIL_MESSAGE_TEMPLATE: template })).toMatch(/^Hi Jane\. /);
  });

  it.each([
    ['Call us at {{ seller.callbackNumber }}.', /seller-name, artificial-voice/],
    ['{{ disclosures.identity }} {{ disclosures.artificialVoice }}', /callback-number/],
    ['Hi {{ nobody }}', /nobody/],
  ])('is refused at start where it lacks what it must say: %s', (template, fault) => {
    expect(() => aScript({ ...TOLL_FREE, VOICEMAIL_MESSAGE_TEMPLATE: template })).toThrow(fault);
  });

  it('is refused at start without a toll-free number to opt out by', () => {
    expect(() => aScript({ ...TOLL_FREE, CALLBACK_NUMBER: '+14155550100' })).toThrow(
      /CALLBACK_NUMBER: found a number that is not toll-free.*47 CFR 64\.1200\(b\)\(3\)/,
    );
  });
});
