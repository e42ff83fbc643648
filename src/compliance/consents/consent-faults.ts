import { CampaignSettings } from '../../config/settings';
import { JurisdictionReading } from '../jurisdictions-of';
import { Consent, ConsentLevel } from './consent';

const RANK: Readonly<Record<ConsentLevel, number>> = { none: 0, express: 1, express_written: 2 };

/** Whose call it is, and what for. */
export interface CallIntent {
  readonly purpose: CampaignSettings['purpose'];
  /** The legal name of who is calling. */
  readonly seller: string;
}

/** The level that a call needs: the strictest of all binding jurisdictions, and in writing where none is known. */
export function requiredLevel({ purpose }: CallIntent, { binding }: JurisdictionReading): ConsentLevel {
  if (purpose === 'informational') return 'express';
  const isExpressEnough =
    binding.length > 0 && binding.every(({ jurisdiction }) => jurisdiction.marketingConsent === 'express');
  return isExpressEnough ? 'express' : 'express_written';
}

/** Why the level does not suffice; undefined if it does. */
export function levelFault(
  consent: Consent | undefined,
  required: ConsentLevel,
  intent: CallIntent,
): string | undefined {
  if (consent && RANK[consent.level] >= RANK[required]) return undefined;
  const needed = `${intent.purpose === 'marketing' ? 'A marketing' : 'An informational'} call needs ${required.replace('_', ' ')} consent`;
  return consent ? needed : `${needed}; none is on record`;
}

/** Why the call is outside what was agreed to; undefined if it is inside. */
export function scopeFault({ seller, purpose, channel }: Consent, intent: CallIntent): string | undefined {
  if (seller !== undefined && plainName(seller) !== plainName(intent.seller))
    return 'The consent was given to another seller';
  if (purpose !== undefined && purpose !== 'marketing' && purpose !== intent.purpose)
    return `The consent is not for ${intent.purpose} calls`;
  if (channel !== undefined && channel !== 'artificial_voice')
    return 'The consent does not cover calls with an artificial voice';
  return undefined;
}

/** Why the consent does not hold at this instant; undefined if it does. */
export function periodFault({ givenAt, expiresAt }: Consent, now: Date): string | undefined {
  if (!givenAt) return 'The consent bears no date';
  if (Number.isNaN(givenAt.getTime())) return 'The date of the consent cannot be read';
  if (!(givenAt.getTime() <= now.getTime())) return 'The consent is dated in the future';
  if (!expiresAt) return undefined;
  if (Number.isNaN(expiresAt.getTime())) return 'The expiry of the consent cannot be read';
  return now.getTime() < expiresAt.getTime() ? undefined : 'The consent has expired';
}

/** Why a withdrawal ends the consent; undefined if it was given anew since. */
export function revocationFault({ givenAt }: Consent, revokedAt: Date | undefined): string | undefined {
  if (revokedAt === undefined) return undefined;
  if (givenAt && givenAt.getTime() > revokedAt.getTime()) return undefined;
  const day = Number.isNaN(revokedAt.getTime())
    ? 'a date that cannot be read'
    : revokedAt.toISOString().slice(0, 10);
  return `The consent was withdrawn on ${day}: only one that was given later counts`;
}

/** `Sunny Roofs, Inc.` and `SUNNY ROOFS INC` are the same seller. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
