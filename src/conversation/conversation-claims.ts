/** What a model made of the conversation: claims to check, each of which may be missing. As telephony's `CallAnalysis`. */
export interface AnalysisClaims {
  readonly reached?: boolean;
  readonly outcome?: string;
  readonly interest?: string;
  readonly objection?: string;
  readonly nextAction?: string;
  readonly callbackAt?: Date;
  readonly optOut?: boolean;
  readonly wrongNumber?: boolean;
  readonly wantsHuman?: boolean;
}

/** What the agent's tools were called with during the call. */
export interface ToolClaims {
  readonly optOut?: boolean;
  readonly callbackAt?: Date;
}

/** Why a field has its value. */
export interface Evidence {
  readonly field: EvidenceField;
  readonly source: 'transcript' | 'analysis' | 'tool' | 'provider';
  /** The words, where there are any. */
  readonly quote?: string;
}

export type EvidenceField =
  | 'reached'
  | 'optOut'
  | 'wrongNumber'
  | 'wantsHuman'
  | 'interest'
  | 'objection'
  | 'callbackAt'
  | 'disposition';

export const INTERESTS = ['hot', 'warm', 'cold', 'none'] as const;

export type Interest = (typeof INTERESTS)[number];

export function interestIn(word: string | undefined): Interest | undefined {
  return INTERESTS.find((interest) => interest === word?.trim().toLowerCase());
}
