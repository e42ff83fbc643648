import { DateTime } from 'luxon';
import { callbackFinding } from './callback-claim';
import { AnalysisClaims, Evidence, Interest, ToolClaims } from './conversation-claims';
import { Disposition, dispositionOf } from './disposition-of';
import { Language } from './language';
import { NextActionKind, nextActionOf } from './next-action';
import { OptOutReading } from './opt-out-phrases';
import { optOutOf } from './opt-out-sources';
import { EndClass, personReached, Reached } from './person-reached';
import { spokenFlag, spokenInterest, spokenObjection } from './spoken-claims';
import { customerWords, Utterance } from './utterance';

/** What is known of a finished call. */
export interface ConversationFacts {
  readonly endClass: EndClass;
  readonly utterances: readonly Utterance[];
  readonly durationSeconds?: number;
  readonly analysis?: AnalysisClaims;
  readonly tools?: ToolClaims;
  /** When it was said, and the person's IANA zone: without them "tomorrow" has no date. */
  readonly endedAt: Date;
  readonly zone: string;
  readonly language?: Language;
}

export interface ConversationOutcome {
  readonly reached: boolean;
  readonly disposition: Disposition;
  readonly optOut: OptOutReading['verdict'];
  readonly callbackAt?: Date;
  readonly wrongNumber: boolean;
  readonly wantsHuman: boolean;
  readonly interest?: Interest;
  readonly objection?: string;
  /** For the operator, in plain words; and the same for a program. */
  readonly nextAction: string;
  readonly nextActionKind: NextActionKind;
  /** What each field that is set rests on. */
  readonly evidence: readonly Evidence[];
  /** What was claimed and not believed, or can't be told for sure: `field: why`. */
  readonly doubtful: readonly string[];
}

const NOT_REACHED: Readonly<Record<Reached['by'], string>> = {
  person: 'nobody spoke',
  voicemail: 'voicemail answered',
  screening: 'a call-screening assistant answered',
  menu: 'a telephone menu answered',
  silence: 'nobody spoke',
  nobody: 'nobody answered',
};

/**
 * Decides in two stages: was a person reached; only then, what did they say. What the analysis claims is believed where
 * the person's words bear it out. An opt-out is different: any one source suffices, and it stands in either stage.
 */
export function conversationOutcome(facts: ConversationFacts): ConversationOutcome {
  const { analysis = {}, tools = {}, utterances } = facts;
  const reached = personReached(facts);
  const isReached = reached.by === 'person';
  const optOut = optOutOf(utterances, reached, analysis, tools, facts.language);
  const said = isReached ? customerWords(reached.said) : [];
  const claims = isReached ? analysis : {};
  const wrongNumber = spokenFlag(
    'wrongNumber',
    'wrong-number',
    claims.wrongNumber === true || claims.outcome === 'wrong-number',
    said,
  );
  const wantsHuman = spokenFlag('wantsHuman', 'wants-human', claims.wantsHuman === true, said);
  const interest = spokenInterest(isReached ? claims : { interest: analysis.interest ?? 'none' }, said);
  const objection = spokenObjection(claims, said);
  const callback = callbackOf(facts, reached);
  const disposition = dispositionOf(
    facts.endClass,
    reached.by,
    optOut.verdict === 'opt-out',
    callback.isAsked && !wrongNumber.value,
  );
  const doubtful = [
    ...(reached.doubt === undefined ? [] : [`${reached.doubt}: it is not sure who or what answered`]),
    ...(analysis.reached === false && isReached ? ['reached: the analysis says that no person was'] : []),
    ...(optOut.verdict === 'doubtful' ? ['optOut: the words may mean it'] : []),
    ...[wrongNumber, wantsHuman, interest, objection, callback].flatMap(({ doubts }) => doubts),
  ];
  const action = nextActionOf({
    optOut: optOut.verdict,
    wrongNumber: wrongNumber.value,
    wantsHuman: wantsHuman.value,
    isReached,
    notReachedBy: NOT_REACHED[reached.by],
    isCallback: callback.isAsked,
    ...(callback.at && { callbackTime: inWords(callback.at, facts.zone) }),
    ...(interest.value && { interest: interest.value }),
    hasObjection: objection.value !== undefined,
    ...(isReached && analysis.nextAction && { advice: analysis.nextAction }),
    doubtful,
    isUnclearEnd: ['unknown', 'canceled', 'failed'].includes(disposition),
  });
  return {
    reached: isReached,
    disposition,
    optOut: optOut.verdict,
    ...(callback.at && disposition === 'callback-requested' && { callbackAt: callback.at }),
    wrongNumber: wrongNumber.value,
    wantsHuman: wantsHuman.value,
    ...(interest.value && { interest: interest.value }),
    ...(objection.value !== undefined && { objection: objection.value }),
    nextAction: action.text,
    nextActionKind: action.kind,
    evidence: [
      ...reachedEvidence(reached, facts.endClass),
      ...optOut.evidence,
      ...[wrongNumber, wantsHuman, interest, objection, callback].flatMap(({ evidence }) => evidence),
    ],
    doubtful,
  };
}

function callbackOf(facts: ConversationFacts, reached: Reached): ReturnType<typeof callbackFinding> {
  if (reached.by !== 'person') return { isAsked: false, evidence: [], doubts: [] };
  const { utterances, analysis = {}, tools = {}, endedAt: now, zone, language } = facts;
  const first = reached.said[0];
  const from = first === undefined ? 0 : Math.max(0, utterances.indexOf(first) - 1);
  return callbackFinding({
    utterances: utterances.slice(from),
    analysis,
    tools,
    now,
    zone,
    ...(language && { language }),
  });
}

/** The end's own class decides where no word does; the words that show a person or a machine are quoted. */
function reachedEvidence({ quote }: Reached, endClass: EndClass): readonly Evidence[] {
  const told: Evidence = { field: 'disposition', source: 'provider', quote: endClass };
  return quote === undefined ? [told] : [{ field: 'reached', source: 'transcript', quote }, told];
}

function inWords(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('en-GB').toFormat("cccc d LLLL 'at' HH:mm '('z')'");
}
