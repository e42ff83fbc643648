import { Language } from './language';
import { Pattern, pattern, spellings } from './pattern';
import { PatternIndex } from './pattern-index';
import de from './times/de.json';
import en from './times/en.json';
import es from './times/es.json';
import fr from './times/fr.json';

export type DayPart = 'morning' | 'noon' | 'afternoon' | 'evening';

/** What words of time mean; of the fields those that apply. */
export interface TimeMeaning {
  /** Days from today. */
  readonly day?: number;
  readonly part?: DayPart;
  /** ISO weekday, 1 Monday. With `next` that of the next calendar week. */
  readonly weekday?: number;
  readonly next?: boolean;
  /** Weeks from this one. */
  readonly week?: number;
  /** 1 to 12, with `#d` the day. */
  readonly month?: number;
  /** `#d` is a day of the month. */
  readonly date?: boolean;
  /** From now, times `#n`. */
  readonly minutes?: number;
  readonly days?: number;
  readonly sameTime?: boolean;
  /** Minutes past `#h`; negative: before it. */
  readonly minute?: number;
  /** `#m` minutes are before `#h`, not past it. */
  readonly before?: boolean;
  readonly half?: 'am' | 'pm';
  /** "After five", "before five". */
  readonly bound?: 'after' | 'before';
  /** A number that counts as a clock time only right behind a day. */
  readonly afterDay?: boolean;
  /** Not a time to call at: a greeting, the past. */
  readonly ignore?: boolean;
}

type TimeRule = readonly [Pattern, TimeMeaning];

/** How times are said in one language; `times/*.json`. */
export interface TimeLexicon {
  readonly numbers: ReadonlyMap<string, number>;
  /** Between tens and units ("treinta *y* cinco"). */
  readonly and: string;
  readonly rules: PatternIndex<TimeMeaning>;
  /** Right before a time these take it back ("*not* Monday"). */
  readonly notBefore: ReadonlySet<string>;
  /** Right behind a time these do ("Monday *doesn't work*"). */
  readonly badAfter: readonly Pattern[];
}

type Templates = Readonly<Record<string, readonly string[] | undefined>>;

interface TimeData {
  readonly numbers: string;
  readonly more: Readonly<Record<string, number>>;
  readonly and: string;
  readonly sets: Readonly<Record<string, string>>;
  readonly weekdays: Templates & { readonly names: readonly string[] };
  readonly months: { readonly names: readonly string[]; readonly dates: readonly string[] };
  readonly rules: readonly { readonly say: readonly string[] }[];
  readonly notBefore: string;
  readonly badAfter: readonly string[];
}

const WEEKDAY_FORMS: Readonly<Record<string, TimeMeaning>> = {
  plain: {},
  next: { next: true },
  past: { ignore: true },
  morning: { part: 'morning' },
  noon: { part: 'noon' },
  afternoon: { part: 'afternoon' },
  evening: { part: 'evening' },
};

const LEXICONS: Readonly<Record<Language, TimeLexicon>> = {
  en: lexicon(en),
  es: lexicon(es),
  fr: lexicon(fr),
  de: lexicon(de),
};

export function timeLexiconOf(language: Language): TimeLexicon {
  return LEXICONS[language];
}

function lexicon(data: TimeData): TimeLexicon {
  const names = data.numbers.split(' ').map((name, value): [string, number] => [name, value]);
  const numbers = [...names, ...Object.entries(data.more)].flatMap(([name, value]) =>
    spellings(name).map((spelling): [string, number] => [spelling, value]),
  );
  const rules = data.rules.flatMap(({ say, ...means }) => say.map((text) => rule(text, means, data)));
  return {
    numbers: new Map(numbers),
    and: data.and,
    rules: new PatternIndex([...rules, ...weekdayRules(data), ...monthRules(data)]),
    notBefore: new Set(data.notBefore.split(' ').flatMap(spellings)),
    badAfter: data.badAfter.map((text) => pattern(text, data.sets)),
  };
}

function rule(text: string, means: TimeMeaning, { sets }: TimeData): TimeRule {
  return [pattern(text, sets), means];
}

function weekdayRules(data: TimeData): readonly TimeRule[] {
  return Object.entries(WEEKDAY_FORMS).flatMap(([form, means]) =>
    named(data.weekdays.names, data.weekdays[form] ?? [], 'W').map(([text, at]) =>
      rule(text, { weekday: at + 1, ...means }, data),
    ),
  );
}

function monthRules(data: TimeData): readonly TimeRule[] {
  return named(data.months.names, data.months.dates, 'M').map(([text, at]) =>
    rule(text, { month: at + 1 }, data),
  );
}

/** The templates with every name in the letter's place, and which name it is. */
function named(
  names: readonly string[],
  templates: readonly string[],
  letter: string,
): readonly [string, number][] {
  return names.flatMap((group, at) =>
    group
      .split('|')
      .flatMap((name) => templates.map((text): [string, number] => [text.replaceAll(letter, name), at])),
  );
}
