import places from './rule-data/postal-codes.json';

/** Where a postal code lies. */
export interface PostalPlace {
  /** ISO 3166 alpha-2; the territories of the United States count as `US`, with their own `states` entry. */
  readonly country: string;
  /** Postal abbreviations of the states, provinces or territories that it may lie in. */
  readonly states: readonly string[];
  /** IANA zones that it may lie in. */
  readonly zones: readonly string[];
}

/** What a text says as a postal code. */
export interface PostalReading {
  readonly place: PostalPlace;
  /** Whether leading zeros were put back that a spreadsheet may have taken for those of a number: `2134` as 02134. */
  readonly isRestored: boolean;
}

/** Country → states → zones → beginnings of postal codes: a list with blanks between, of single ones and ranges. */
type PostalPlan = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** How a country writes its codes: the part that tells the place, and its length. */
interface PostalForm {
  readonly pattern: RegExp;
  readonly length: number;
}

const FORMS: ReadonlyMap<string, PostalForm> = new Map([
  ['US', { pattern: /^(\d{3,5})(?:[- ]?\d{4})?$/, length: 5 }],
  ['CA', { pattern: /^([A-Z]\d[A-Z])[- ]?\d[A-Z]\d$/, length: 3 }],
  ['AU', { pattern: /^(\d{3,4})$/, length: 4 }],
]);

/**
 * Sources: the three-digit prefixes of the United States Postal Service (labeling list L002) with the zone borders of 49
 * CFR part 71, the forward sortation areas of Canada Post, and the ranges of Australia Post. A beginning that a border
 * of states or zones cuts carries both sides; a longer beginning goes before a shorter one, for the codes that another
 * state serves. Not there, so unreadable: prefixes that are not in use and military post (090-098, 340, 962-966), whose
 * place nobody knows, and codes within 969 of other countries than Guam and the Northern Marianas.
 */
const PLACES: ReadonlyMap<string, ReadonlyMap<string, PostalPlace>> = readPlaces(places);

/**
 * The place of a postal code, by the longest beginning of it that the data knows; undefined if the text is none of the
 * country, or for a country whose postal codes tell nothing that its rules need.
 * @param country ISO 3166 alpha-2
 */
export function readPostalCode(text: string, country: string): PostalReading | undefined {
  const form = FORMS.get(country);
  const digits = form?.pattern.exec(text.trim().toUpperCase())?.[1];
  if (!form || digits === undefined) return undefined;
  const code = digits.padStart(form.length, '0');
  for (let length = code.length; length > 0; length -= 1) {
    const place = PLACES.get(country)?.get(code.slice(0, length));
    if (place) return { place, isRestored: digits.length < form.length };
  }
  return undefined;
}

function readPlaces(plan: PostalPlan): ReadonlyMap<string, ReadonlyMap<string, PostalPlace>> {
  const countries = new Map<string, ReadonlyMap<string, PostalPlace>>();
  for (const [country, states] of Object.entries(plan)) {
    const byBeginning = new Map<string, PostalPlace>();
    for (const [stateList, zones] of Object.entries(states)) {
      for (const [zoneList, beginnings] of Object.entries(zones)) {
        const place = { country, states: stateList.split(' '), zones: zoneList.split(' ') };
        for (const beginning of beginnings.split(' ').flatMap(rangeOf)) {
          if (byBeginning.has(beginning))
            throw new Error(`Postal codes ${beginning} stand in the data twice`);
          byBeginning.set(beginning, place);
        }
      }
    }
    countries.set(country, byBeginning);
  }
  return countries;
}

/** All beginnings of a range such as `006-009`, each as long as its first. */
function rangeOf(text: string): readonly string[] {
  const [first = '', last = first] = text.split('-');
  if (first === last) return [first];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
    String(Number(first) + index).padStart(first.length, '0'),
  );
}
