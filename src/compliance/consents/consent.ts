/** What a person has agreed to, in the words of the contract; `none` is a statement too. */
export type ConsentLevel = 'express_written' | 'express' | 'none';

/** What a consent is for. One for marketing covers calls that only inform; not the other way round. */
export type ConsentPurpose = 'marketing' | 'informational';

/** By what it may be used. Only `artificial_voice` covers a call of an AI agent. */
export type ConsentChannel = 'artificial_voice' | 'live_voice' | 'text';

/** How it came to us: the lead's own columns, an operator by the API, a file, or a call. */
export type ConsentOrigin = 'lead-source' | 'operator' | 'import' | 'call';

/** One grant as the rules judge it. What is not said about its scope does not limit it. */
export interface Consent {
  readonly level: ConsentLevel;
  /** The legal name of the one who may call. */
  readonly seller: string | undefined;
  readonly purpose: string | undefined;
  readonly channel: string | undefined;
  readonly givenAt: Date | undefined;
  /** The first instant at which it no longer holds. */
  readonly expiresAt: Date | undefined;
  readonly origin: ConsentOrigin;
}

/** What the consent ledger holds of a number, beside what its leads state. */
export interface ConsentRecord {
  readonly grants: readonly Consent[];
  /** The last withdrawal, which ends every grant before it. */
  readonly revokedAt: Date | undefined;
}

export const NO_CONSENT_RECORD: ConsentRecord = { grants: [], revokedAt: undefined };

/**
 * A level as people write it: case, spaces and dashes don't matter. Blank is no statement at all; any word but the
 * contract's own is no consent.
 */
export function readConsentLevel(text: string): ConsentLevel | undefined {
  const level = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (level === '') return undefined;
  return level === 'express_written' || level === 'express' ? level : 'none';
}
