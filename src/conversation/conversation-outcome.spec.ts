import * as fc from 'fast-check';
import { ConversationFacts, conversationOutcome } from './conversation-outcome';
import { Utterance } from './utterance';

const customer = (text: string): Utterance => ({ speaker: 'customer', text });

function outcome(facts: Partial<ConversationFacts> = {}) {
  return conversationOutcome({
    endClass: 'conversation',
    utterances: [{ speaker: 'agent', text: 'Hi!' }, customer('Yes, speaking.')],
    endedAt: new Date('2026-11-24T16:10:00Z'),
    zone: 'America/New_York',
    ...facts,
  });
}

describe('conversationOutcome', () => {
  it('believes no claim about a person that nobody reached', () => {
    const found = outcome({
      endClass: 'voicemail',
      utterances: [],
      analysis: {
        reached: true,
        interest: 'hot',
        wrongNumber: true,
        wantsHuman: true,
        callbackAt: new Date('2026-11-25T16:00:00Z'),
      },
    });
    expect(found).toMatchObject({
      reached: false,
      disposition: 'voicemail',
      wrongNumber: false,
      wantsHuman: false,
    });
    expect([found.interest, found.callbackAt]).toEqual([undefined, undefined]);
  });

  it.each([
    'no-answer',
    'busy',
    'voicemail',
    'in-call-failure',
    'canceled',
    'unknown',
    'conversation',
  ] as const)('lets an opt-out of the tool stand where the call ended as %s', (endClass) => {
    expect(outcome({ endClass, utterances: [], tools: { optOut: true } })).toMatchObject({
      disposition: 'opted-out',
      optOut: 'opt-out',
      nextActionKind: 'do-not-call',
    });
  });

  it('lets no analysis take an opt-out back', () => {
    const found = outcome({
      utterances: [customer('Stop calling me.')],
      analysis: { optOut: false, interest: 'hot' },
    });
    expect(found).toMatchObject({ disposition: 'opted-out', optOut: 'opt-out' });
  });

  it('says so where the analysis has another time than the words', () => {
    const found = outcome({
      utterances: [customer('Call me tomorrow at 3 pm.')],
      analysis: { outcome: 'callback', callbackAt: new Date('2026-11-27T20:00:00Z') },
    });
    expect(found.doubtful).toEqual([expect.stringContaining('callbackAt: the analysis has another time')]);
  });

  it('drops a callback that lies before the call', () => {
    const found = outcome({
      utterances: [customer('Call me back some other time.')],
      analysis: { outcome: 'callback', callbackAt: new Date('2020-01-01T00:00:00Z') },
    });
    expect(found).toMatchObject({ disposition: 'callback-requested' });
    expect(found.callbackAt).toBeUndefined();
  });

  it('does not call a wrong number back', () => {
    const found = outcome({ utterances: [customer('Wrong number. Call back tomorrow at 3 if you like.')] });
    expect(found).toMatchObject({
      disposition: 'completed',
      wrongNumber: true,
      nextActionKind: 'correct-number',
    });
  });

  it('names the time in the person’s own zone', () => {
    const found = outcome({ utterances: [customer('Please call me back tomorrow at 3 pm.')] });
    expect(found.nextAction).toMatch(/^Call back Wednesday 25 November at 15:00/);
  });

  it('takes the advice of the analysis for a follow-up', () => {
    const analysis = { interest: 'warm', nextAction: 'Send the details by email' };
    const found = outcome({ utterances: [customer('Sounds good, send me the details.')], analysis });
    expect(found).toMatchObject({ interest: 'warm', nextAction: 'Send the details by email' });
  });

  it('never throws, and is never reached with a person who said nothing but in doubt', () => {
    const speech = fc.record({ speaker: fc.constantFrom('agent', 'customer'), text: fc.string() });
    const endClass = fc.constantFrom(
      'conversation',
      'no-answer',
      'voicemail',
      'in-call-failure',
      'unknown',
      'canceled',
    );
    const flags = fc.record(
      {
        optOut: fc.boolean(),
        wrongNumber: fc.boolean(),
        wantsHuman: fc.boolean(),
        interest: fc.string(),
        outcome: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(speech, { maxLength: 6 }), endClass, flags, (utterances, ended, analysis) => {
        const found = outcome({ utterances, endClass: ended, analysis });
        const isHeard = utterances.some(({ speaker, text }) => speaker === 'customer' && text !== '');
        expect(found.reached && !isHeard).toBe(false);
        expect(found.optOut === 'opt-out').toBe(found.disposition === 'opted-out');
      }),
    );
  });
});
