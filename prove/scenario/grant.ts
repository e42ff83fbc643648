import { Grant } from '../checker/dial';
import { SELLER } from './campaigns';

/** A consent of the ledger that suffices, unless something is said otherwise. */
export function aGrant(givenAt: number, changes: Partial<Grant> = {}): Grant {
  return {
    recordedAt: givenAt,
    level: 'express_written',
    seller: SELLER,
    purpose: 'marketing',
    channel: 'artificial_voice',
    givenAt,
    expiresAt: undefined,
    ...changes,
  };
}
