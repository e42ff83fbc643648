import { aLead } from '../../test/support/a-lead';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { Utterance } from '../conversation/utterance';
import { bareReport, EndCategory } from '../telephony/call-event';
import { missedDisclosures } from './opening-check';
import { decideOutcome } from './outcome';

const environment = readEnvironment({
  SELLER_LEGAL_NAME: 'Example Solar, Inc.',
  CALLBACK_NUMBER: '+14155550100',
});
const settings = [new CampaignSettings(environment), new ScriptSettings(environment)] as const;
const WHOLE =
  'Hi, this is Laura, an automated AI voice, on a recorded sales call for Example Solar. ' +
  'Say "stop calling" at any time, and we will not call again. You can reach us at 415 555 0100.';

function missed(
  opening: string | undefined,
  answer: string | undefined,
  category: EndCategory = 'conversation',
) {
  const utterances: Utterance[] = [
    ...(opening === undefined ? [] : [{ speaker: 'agent', text: opening } as const]),
    ...(answer === undefined ? [] : [{ speaker: 'customer', text: answer } as const]),
  ];
  const report = { ...bareReport(category, undefined), personOnLine: true, utterances };
  const known = { optedOut: false, optOutDoubtful: false, callbackAt: null };
  const outcome = decideOutcome(report, known, { zones: [], now: new Date('2026-06-10T16:00:00Z') });
  return missedDisclosures(report, outcome, aLead(), ...settings);
}

describe('the check of an opening', () => {
  it('finds what must be said there, and names what was not', () => {
    expect(missed(WHOLE, 'Yes, speaking.')).toEqual([]);
    expect(missed(WHOLE.replace(' on a recorded', ' on a'), 'Yes, speaking.')).toEqual(['recording']);
    expect(missed(WHOLE.replace('sales call', 'call'), 'Yes, speaking.')).toEqual(['sales-purpose']);
    expect(missed('Hello, do you have a minute?', 'Yes, speaking.')).toEqual(
      expect.arrayContaining(['caller-name', 'seller-name', 'artificial-voice', 'recording', 'opt-out']),
    );
  });

  it.each([
    ['on a recorded sales call', 'on a sales call that is not recorded', ['recording']],
    ['on a recorded sales call', 'which is no sales call; it is recorded', ['sales-purpose']],
    ['an automated AI voice,', "and I'm not a robot,", ['artificial-voice']],
    ['an automated AI voice,', 'keine KI,', ['artificial-voice']],
    ['on a recorded sales call', 'esta llamada de ventas no se graba', ['recording']],
    ['on a recorded sales call', "cet appel commercial n'est pas enregistré", ['recording']],
  ])('counts %j as missed where %j is said in its place', (said, instead, expected) => {
    expect(WHOLE).toContain(said);
    expect(missed(WHOLE.replace(said, instead), 'Yes, speaking.')).toEqual(expected);
  });

  it.each([
    ['nobody answered', WHOLE, undefined, 'no-answer'],
    ['a machine did', 'Hello.', "Hi, you've reached my voicemail. Leave a message.", 'voicemail'],
    ['nobody heard what the agent said', undefined, 'Yes, speaking.', 'conversation'],
  ] as const)('tells nothing where %s', (_what, opening, answer, category) => {
    expect(missed(opening, answer, category)).toBeUndefined();
  });
});
