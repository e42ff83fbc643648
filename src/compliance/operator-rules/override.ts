/**
 * The rules that a signed override may loosen, each for the jurisdictions that it names. Suppression, Do Not Call, the
 * need for consent, the kinds of numbers and missing facts are not among them: nobody can sign those away.
 */
export const WAIVABLE_RULES = [
  'artificial-voice',
  'calling-window',
  'holiday',
  'frequency',
  'refusal-rest',
  'registration',
  'do-not-call-list',
] as const;

export type WaivableRule = (typeof WAIVABLE_RULES)[number];

export interface Override {
  readonly id: string;
  readonly rule: WaivableRule;
  readonly jurisdictions: readonly string[];
  readonly validFrom: Date;
  /** The first instant at which it no longer holds. */
  readonly validUntil: Date;
  /** Who signed, where the paper is, and the SHA-256 of the whole entry: what every decision it touches records. */
  readonly statement: string;
}
