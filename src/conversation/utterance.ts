/** One thing said in a call. */
export interface Utterance {
  readonly speaker: 'agent' | 'customer';
  readonly text: string;
  /** Seconds from the start of the call, where the provider tells. */
  readonly atSeconds?: number;
}

/** What the customer said, an utterance each. */
export function customerWords(utterances: readonly Utterance[]): readonly string[] {
  return utterances.filter(({ speaker }) => speaker === 'customer').map(({ text }) => text);
}
