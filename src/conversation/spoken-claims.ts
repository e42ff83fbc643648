import { AnalysisClaims, Evidence, EvidenceField, Interest, interestIn } from './conversation-claims';
import { firstSignal, Signal, SignalKind } from './signals';
import { normalise } from './words';

/** A field that the person's words were asked about. */
export interface Checked<T> {
  readonly value: T;
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly string[];
}

/**
 * A yes or no that only words can prove: clear words suffice, a claim of the analysis without them is not believed, and
 * words that only ask ("is this the wrong number?") need the claim besides.
 */
export function spokenFlag(
  field: EvidenceField,
  kind: SignalKind,
  isClaimed: boolean,
  said: readonly string[],
): Checked<boolean> {
  const signal = firstSignal(said, kind);
  const isOnlyAsked = kind === 'wrong-number' && signal?.isQuestion === true;
  const isPlain = signal?.certainty === 'sure' && !isOnlyAsked;
  if (signal && (isPlain || isClaimed))
    return { value: true, evidence: evidenceOf(field, signal, isClaimed), doubts: [] };
  const doubts = isClaimed ? [`${field}: the analysis says so, but no words of the person do`] : [];
  return { value: false, evidence: [], doubts };
}

/**
 * Interest is a judgement of the analysis, believed only of somebody who spoke; `hot` asks for more than a greeting, and
 * must not stand against a plain no. Without an analysis, plain words decide.
 */
export function spokenInterest(
  analysis: AnalysisClaims,
  said: readonly string[],
): Checked<Interest | undefined> {
  const claimed = interestIn(analysis.interest);
  const refusal = firstSignal(said, 'not-interested');
  const liking = firstSignal(said, 'interested');
  const isKeen = claimed === 'hot' || claimed === 'warm';
  const none = (doubts: readonly string[]) => ({ value: undefined, evidence: [], doubts });
  if (said.length === 0)
    return none(claimed === undefined || claimed === 'none' ? [] : ['interest: nobody spoke']);
  if (isKeen && refusal && !liking) return none(['interest: the analysis is keener than the words']);
  if (claimed === 'hot' && !liking && wordCount(said) < 4)
    return none(['interest: too little was said for it']);
  const value = claimed ?? (refusal && !liking ? 'none' : liking && !refusal ? 'warm' : undefined);
  if (value === undefined) return none([]);
  const words = isKeen || claimed === undefined ? (liking ?? refusal) : refusal;
  const source = claimed === undefined ? [] : [{ field: 'interest', source: 'analysis' } as const];
  const quoted = words ? [{ field: 'interest', source: 'transcript', quote: words.quote } as const] : [];
  return { value, evidence: [...source, ...quoted], doubts: [] };
}

/** An objection is told by the analysis in its own words; it is believed of somebody who said more than a greeting. */
export function spokenObjection(
  { objection }: AnalysisClaims,
  said: readonly string[],
): Checked<string | undefined> {
  if (objection === undefined || objection.trim() === '')
    return { value: undefined, evidence: [], doubts: [] };
  if (wordCount(said) < 3)
    return { value: undefined, evidence: [], doubts: ['objection: too little was said for it'] };
  const words = firstSignal(said, 'not-interested');
  const quoted = words ? [{ field: 'objection', source: 'transcript', quote: words.quote } as const] : [];
  return { value: objection, evidence: [{ field: 'objection', source: 'analysis' }, ...quoted], doubts: [] };
}

function evidenceOf(field: EvidenceField, { quote }: Signal, isClaimed: boolean): readonly Evidence[] {
  const words = { field, source: 'transcript', quote } as const;
  return isClaimed ? [words, { field, source: 'analysis' }] : [words];
}

function wordCount(said: readonly string[]): number {
  return said.reduce((sum, text) => sum + normalise(text.slice(0, 400)).split(' ').filter(Boolean).length, 0);
}
