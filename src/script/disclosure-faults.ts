import { DemandedDisclosure } from '../compliance/disclosures/disclosure-demand';
import { jurisdictionOf } from '../compliance/jurisdictions';
import { DisclosureFinding } from './said-disclosures';
import { sentenceFor, SpokenWords, VARIABLE_OF } from './spoken/spoken-words';

const WHAT: Readonly<Record<DemandedDisclosure, string>> = {
  'caller-name': "the caller's name",
  'seller-name': 'for whom the call is (SELLER_LEGAL_NAME)',
  'sales-purpose': 'that the call is to sell',
  'artificial-voice': 'that the voice is artificial',
  recording: 'that the call is recorded',
  'opt-out': 'how to opt out at once',
  'callback-number': 'the number to call back (CALLBACK_NUMBER)',
};
const SOURCES_NAMED = 3;

/** In words what the opening does not say, who asks for it, and the very sentence to add. One line a disclosure. */
export function missingDisclosures(
  origin: string,
  findings: readonly DisclosureFinding[],
  words: SpokenWords,
): readonly string[] {
  return findings
    .filter(({ result }) => result === 'missing')
    .map((finding) => {
      const sentence = sentenceFor(finding.disclosure, words);
      const variable = `{{ disclosures.${VARIABLE_OF[finding.disclosure]} }}`;
      return `${origin} does not say ${WHAT[finding.disclosure]} (${sourcesOf(finding)}): add "${sentence}" or ${variable}`;
    });
}

/** In words what the opening says too late for some places. */
export function lateDisclosures(origin: string, findings: readonly DisclosureFinding[]): readonly string[] {
  return findings
    .filter(({ result }) => result === 'late')
    .map((finding) => {
      const { sources, withinSeconds } = finding;
      const strictest = { sources: sources.filter((source) => source.withinSeconds === withinSeconds) };
      const asked = withinSeconds === 0 ? 'at once' : `within ${withinSeconds} seconds`;
      return `${origin} says ${WHAT[finding.disclosure]} too late: it has to be said ${asked} (${sourcesOf(strictest)})`;
    });
}

/** The laws first, then our own practice; all of them are in the preview. */
function sourcesOf({ sources }: Pick<DisclosureFinding, 'sources'>): string {
  const laws = sources.filter(({ confidence }) => confidence !== 'practice');
  const named = (laws.length === 0 ? sources : laws).map(({ jurisdiction, citation }) => {
    const name = jurisdictionOf(jurisdiction)?.name;
    return name === undefined ? citation : `${name}: ${citation}`;
  });
  const more = named.length - SOURCES_NAMED;
  return [...named.slice(0, SOURCES_NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
