import { Utterance } from '../conversation/utterance';
import { bareReport, CallReport, EndCategory } from '../telephony/call-event';
import { decideOutcome, Hearer, KnownOfCall, Outcome } from './outcome';

const NOW = new Date('2026-06-10T16:00:00Z');
const CALLBACK_AT = new Date('2026-06-12T16:00:00Z');
const NEW_YORK: Hearer = { zones: ['America/New_York'], now: NOW };
const NOTHING: KnownOfCall = { optedOut: false, optOutDoubtful: false, callbackAt: null };

/** A minute's call in which the agent opened and the person said this. */
function talk(...said: string[]): Partial<CallReport> {
  const utterances: Utterance[] = [
    { speaker: 'agent', text: 'Hi, this is Laura. Do you have a minute?' },
    ...said.map((text): Utterance => ({ speaker: 'customer', text })),
  ];
  return { utterances, personOnLine: true, startedAt: new Date(NOW.getTime() - 60_000), endedAt: NOW };
}

function outcomeOf(
  category: EndCategory,
  told: Partial<CallReport> = {},
  known: Partial<KnownOfCall> = {},
  hearer = NEW_YORK,
): Outcome {
  const report = { ...bareReport(category, 'some-reason'), ...told };
  return decideOutcome(report, { ...NOTHING, ...known }, hearer);
}

function inShort({ disposition, counts, fault }: Outcome): string {
  return `${disposition}${counts ? '' : ', not counted'}${fault ? `, ${fault.status}` : ''}`;
}

describe('decideOutcome', () => {
  it.each<[EndCategory, string, string]>([
    ['conversation', 'no-answer', 'completed'],
    ['no-answer', 'no-answer', 'completed'],
    ['busy', 'busy', 'completed'],
    ['voicemail', 'voicemail', 'voicemail'],
    ['bad-number', 'failed, invalid', 'failed, invalid'],
    ['canceled', 'canceled, not counted, needs review', 'canceled, needs review'],
    ['withdrawn', 'canceled, not counted', 'canceled, not counted'],
    ['carrier-failure', 'failed, not counted', 'failed, not counted'],
    ['start-refused', 'failed, not counted', 'failed, not counted'],
    ['in-call-failure', 'failed, not counted', 'failed'],
    ['unknown', 'unknown, needs review', 'unknown, needs review'],
  ])('makes of %s: %s with nobody on the line, %s with somebody', (category, nobody, somebody) => {
    expect(inShort(outcomeOf(category))).toBe(nobody);
    expect(inShort(outcomeOf(category, talk('Yes, speaking.')))).toBe(somebody);
  });

  it('believes an opt-out whatever the call came to, and whichever way it was said', () => {
    for (const category of ['conversation', 'voicemail', 'bad-number', 'unknown', 'canceled'] as const) {
      const ways = [
        outcomeOf(category, { analysis: { optOut: true } }),
        outcomeOf(category, { tools: { optOut: true } }),
        outcomeOf(category, { optOutKeyPressed: true }),
        outcomeOf(category, {}, { optedOut: true }),
      ];
      expect(ways.map(inShort)).toEqual(Array(4).fill('opted-out'));
    }
    expect(inShort(outcomeOf('conversation', talk('Please take me off your list.')))).toBe('opted-out');
  });

  it('puts doubtful words before a person, whenever they were heard, and dials nobody meanwhile', () => {
    const fault = { status: 'needs review', reason: expect.stringContaining('may have been an opt-out') };
    const inTranscript = outcomeOf('conversation', talk('You never stop calling me.'));
    expect(inTranscript).toMatchObject({ disposition: 'completed', fault });
    expect(outcomeOf('no-answer', {}, { optOutDoubtful: true })).toMatchObject({ fault });
    expect(outcomeOf('no-answer', {}, { optOutDoubtful: true, optedOut: true })).not.toHaveProperty('fault');
    expect(JSON.stringify(inTranscript.fault)).not.toContain('never stop');
  });

  it('believes of the analysis only what the words bear out, and names the rest', () => {
    const analysis = { wrongNumber: true, interest: 'hot', outcome: 'callback', callbackAt: CALLBACK_AT };
    const outcome = outcomeOf('conversation', { ...talk('Hello?'), analysis });
    expect(inShort(outcome)).toBe('completed');
    const { wrongNumber, interest, callbackAt, doubtful } = outcome.conversation;
    expect([wrongNumber, interest, callbackAt]).toEqual([false, undefined, undefined]);
    for (const field of ['wrongNumber', 'interest', 'callbackAt'])
      expect(doubtful).toContainEqual(expect.stringMatching(`^${field}: `));
  });

  it('gives a number up at which somebody else answered', () => {
    const outcome = outcomeOf('conversation', talk('You have the wrong number.'));
    expect(outcome).toMatchObject({ fault: { status: 'invalid' }, conversation: { wrongNumber: true } });
  });

  it('believes who reports a conversation without its words', () => {
    expect(inShort(outcomeOf('conversation', { personOnLine: true }))).toBe('completed');
    const short = { startedAt: new Date(NOW.getTime() - 3_000), endedAt: NOW };
    expect(inShort(outcomeOf('conversation', { ...short, personOnLine: true, utterances: [] }))).toBe(
      'no-answer',
    );
  });
});

describe('a callback', () => {
  const tomorrow = talk('I am busy, call me back tomorrow at three pm.');
  const threeIn = (zone: string) => outcomeOf('conversation', tomorrow, {}, { zones: [zone], now: NOW });

  it('is meant in the zone of the person', () => {
    expect(threeIn('America/New_York').callbackAt).toEqual(new Date('2026-06-11T19:00:00Z'));
    expect(threeIn('America/Los_Angeles').callbackAt).toEqual(new Date('2026-06-11T22:00:00Z'));
  });

  it.each([[['America/New_York', 'America/Chicago']], [[]]])(
    'is put before a person where it is not known in which zone it was meant: %j',
    (zones) => {
      const outcome = outcomeOf('conversation', tomorrow, {}, { zones, now: NOW });
      expect(inShort(outcome)).toBe('callback-requested, needs review');
      expect(outcome).not.toHaveProperty('callbackAt');
      expect(outcome.conversation.doubtful).toContainEqual(expect.stringContaining('time zone'));
    },
  );

  it('is sure in any zone where the words or the tool name the same instant', () => {
    const zones = ['America/New_York', 'America/Chicago'];
    const soon = outcomeOf('conversation', talk('Call me back in two hours.'), {}, { zones, now: NOW });
    expect(soon.callbackAt).toEqual(new Date('2026-06-10T18:00:00Z'));
    const told = { ...tomorrow, tools: { callbackAt: CALLBACK_AT } };
    expect(outcomeOf('conversation', told, {}, { zones, now: NOW }).callbackAt).toEqual(CALLBACK_AT);
  });

  it('takes what was agreed on over what was taken down', () => {
    const told = { ...tomorrow, tools: { callbackAt: new Date('2026-06-11T03:00:00Z') } };
    expect(outcomeOf('conversation', told, { callbackAt: CALLBACK_AT }).callbackAt).toEqual(CALLBACK_AT);
  });

  it('without a time is put before a person', () => {
    const outcome = outcomeOf('conversation', talk('Could you call me back another time?'));
    expect(inShort(outcome)).toBe('callback-requested, needs review');
  });
});
