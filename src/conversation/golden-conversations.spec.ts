import { DateTime } from 'luxon';
import { ConversationFacts, ConversationOutcome, conversationOutcome } from './conversation-outcome';
import de from './golden/de.json';
import en from './golden/en.json';
import es from './golden/es.json';
import fr from './golden/fr.json';
import { Language } from './language';
import { readTranscript } from './transcript';

/** A conversation as it stands in `golden/*.json`, with what has to be made of it. */
interface Golden {
  readonly name: string;
  readonly said: readonly string[];
  readonly endClass?: string;
  readonly analysis?: Readonly<Record<string, unknown>> & { readonly callbackAt?: string };
  readonly tools?: { readonly optOut?: boolean; readonly callbackAt?: string };
  readonly expect: {
    readonly reached: boolean;
    readonly disposition: string;
    readonly optOut: string;
    readonly nextActionKind: string;
    /** In the zone of the person, to the minute. */
    readonly callbackAt?: string;
    readonly interest?: string;
    readonly wantsHuman?: boolean;
    /** `field:source`, or `field:source:words` that the quote holds. */
    readonly evidence?: readonly string[];
    /** Fields that must be called doubtful. */
    readonly doubtful?: readonly string[];
  };
}

interface GoldenFile {
  readonly language: string;
  readonly zone: string;
  readonly endedAt: string;
  readonly conversations: readonly Golden[];
}

const FILES: readonly GoldenFile[] = [en, es, fr, de];
const ROWS = FILES.flatMap((file) =>
  file.conversations.map((golden): [string, string, GoldenFile, Golden] => [
    file.language,
    golden.name,
    file,
    golden,
  ]),
);

function dated<T extends { readonly callbackAt?: string }>({ callbackAt, ...rest }: T) {
  return { ...rest, ...(callbackAt !== undefined && { callbackAt: new Date(callbackAt) }) };
}

function outcomeOf(file: GoldenFile, golden: Golden): ConversationOutcome {
  return conversationOutcome({
    endClass: (golden.endClass ?? 'conversation') as ConversationFacts['endClass'],
    utterances: readTranscript(golden.said.join('\n')),
    endedAt: new Date(file.endedAt),
    zone: file.zone,
    language: file.language as Language,
    ...(golden.analysis && { analysis: dated(golden.analysis) }),
    ...(golden.tools && { tools: dated(golden.tools) }),
  });
}

/** The fields that are set, each of which has to rest on something. */
function fieldsSet(outcome: ConversationOutcome): readonly string[] {
  return [
    'disposition',
    ...(outcome.optOut === 'none' ? [] : ['optOut']),
    ...(outcome.callbackAt ? ['callbackAt'] : []),
    ...(outcome.wrongNumber ? ['wrongNumber'] : []),
    ...(outcome.wantsHuman ? ['wantsHuman'] : []),
    ...(outcome.interest === undefined ? [] : ['interest']),
    ...(outcome.objection === undefined ? [] : ['objection']),
  ];
}

describe('the golden conversations', () => {
  it('are sixty or more, in every language, and each by a name of its own', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(60);
    expect(FILES.filter(({ conversations }) => conversations.length < 15)).toEqual([]);
    expect(new Set(ROWS.map(([language, name]) => `${language} ${name}`)).size).toBe(ROWS.length);
  });

  it.each(ROWS)('%s: %s', (_language, _name, file, golden) => {
    const outcome = outcomeOf(file, golden);
    const {
      evidence = [],
      doubtful = [],
      callbackAt,
      interest,
      wantsHuman = false,
      ...expected
    } = golden.expect;
    expect(outcome).toMatchObject(expected);
    expect(outcome.wantsHuman).toBe(wantsHuman);
    if (interest !== undefined) expect(outcome.interest).toBe(interest);
    const at = outcome.callbackAt && DateTime.fromJSDate(outcome.callbackAt, { zone: file.zone });
    expect(at?.toFormat("yyyy-MM-dd'T'HH:mm")).toBe(callbackAt);
    for (const wanted of evidence) {
      const [field, source, words = ''] = wanted.split(':');
      const found = outcome.evidence.filter((item) => item.field === field && item.source === source);
      expect({ wanted, found: found.map(({ quote = '' }) => quote.includes(words)) }).toMatchObject({
        found: expect.arrayContaining([true]),
      });
    }
    expect(doubtful.filter((field) => !outcome.doubtful.some((doubt) => doubt.startsWith(field)))).toEqual(
      [],
    );
    expect(outcome.nextAction).not.toBe('');
  });

  it.each(ROWS)('%s: %s rests on evidence', (_language, _name, file, golden) => {
    const outcome = outcomeOf(file, golden);
    const founded = new Set<string>(outcome.evidence.map(({ field }) => field));
    expect(fieldsSet(outcome).filter((field) => !founded.has(field))).toEqual([]);
    const spoken = golden.said.join('\n');
    const quotes = outcome.evidence
      .filter(({ source }) => source === 'transcript')
      .map(({ quote }) => quote ?? '');
    expect(quotes.filter((quote) => !quote.split(' – ').every((part) => spoken.includes(part)))).toEqual([]);
  });
});
