import { PlaceTexts } from '../compliance/place-reading';

/** The lead as the templates see it. */
export interface ScriptLead {
  /** Where it is called: decides what has to be said. Unknown: all that is asked anywhere. */
  readonly place?: PlaceTexts;
  readonly name?: string;
  readonly company?: string;
  readonly notes?: string;
  /** Further columns of the lead's record, by their own names. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const VALUE_LIMIT = 500;
/** A name is spoken: what is longer is none. */
const NAME_LIMIT = 80;
const TITLES = /^(mr|mrs|ms|miss|mx|dr|prof|sir|madam)\.?$/i;

/**
 * The template variable `lead`: `name`, `firstName`, `isNamed`, `company`, `notes`, and every further column under its
 * own name (`lead.City`, `lead["Last Outcome"]`) unless one of those names is taken. Every text is cleaned, and what has
 * no words is not there at all, so that a template must say what to say instead.
 */
export function leadVariables(lead: ScriptLead): Readonly<Record<string, unknown>> {
  const columns = Object.entries(lead.fields).map(
    ([column, value]) => [column, cleanedValue(value)] as const,
  );
  const name = spokenName(lead.name ?? '');
  return {
    ...Object.fromEntries(columns.filter(([, value]) => value !== undefined)),
    name: name || undefined,
    firstName: firstName(name) || undefined,
    isNamed: name !== '',
    company: cleaned(lead.company ?? '') || undefined,
    notes: cleaned(lead.notes ?? '') || undefined,
  };
}

/** Empty for what nobody is called: "-", "N/A", "???", a sentence. */
function spokenName(text: string): string {
  const name = cleaned(text);
  return name.length <= NAME_LIMIT && /\p{L}/u.test(name) && !/^(n\/?a|none|null|unknown)$/i.test(name)
    ? name
    : '';
}

/**
 * One line of at most 500 characters. Control and formatting characters go, and with them what could end the fence
 * around the data (`<`, `>`) or be evaluated by VAPI, which renders Liquid a second time (`{`, `}`).
 */
function cleaned(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>{}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, VALUE_LIMIT).join('').trim();
}

/** Texts, numbers, checkboxes and lists of these; anything else (attachments, links) has no words to speak. */
function cleanedValue(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return cleaned(value) || undefined;
  if (!Array.isArray(value)) return undefined;
  const words = value.filter((item) => typeof item === 'string' || typeof item === 'number');
  return cleaned(words.join(', ')) || undefined;
}

function firstName(name: string): string {
  const words = name.split(' ');
  return words.find((word) => !TITLES.test(word)) ?? '';
}
