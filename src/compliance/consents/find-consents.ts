import { Transaction } from '../../persistence/database';
import { ConsentTable } from '../../persistence/schema';
import { Consent, ConsentOrigin, ConsentRecord, NO_CONSENT_RECORD, readConsentLevel } from './consent';

/**
 * What the ledger holds of each number, in one query for the whole batch. What leads have stated in their own columns is
 * left out: the columns say today what holds, and what they said yesterday must not outlive them. A withdrawal counts
 * wherever it came from.
 * @param phones E.164
 */
export async function findConsents(
  transaction: Transaction,
  phones: readonly string[],
): Promise<ReadonlyMap<string, ConsentRecord>> {
  const rows = await transaction
    .selectFrom('consents')
    .select(['phone', 'kind', 'level', 'seller', 'purpose', 'channel', 'occurred_at', 'expires_at', 'origin'])
    .select('recorded_at')
    .where('phone', 'in', phones)
    .where((where) => where.or([where('kind', '=', 'revocation'), where('origin', '!=', 'lead-source')]))
    .orderBy('recorded_at', 'desc')
    .execute();
  const found = new Map<string, ConsentRecord>();
  for (const row of rows) {
    const known = found.get(row.phone) ?? NO_CONSENT_RECORD;
    found.set(row.phone, row.kind === 'grant' ? withGrant(known, row) : withRevocation(known, row));
  }
  return found;
}

type Row = Pick<
  ConsentTable,
  'level' | 'seller' | 'purpose' | 'channel' | 'occurred_at' | 'expires_at' | 'origin' | 'recorded_at'
>;

function withGrant(known: ConsentRecord, row: Row): ConsentRecord {
  const grant: Consent = {
    level: readConsentLevel(row.level ?? '') ?? 'none',
    seller: row.seller ?? undefined,
    purpose: row.purpose ?? undefined,
    channel: row.channel ?? undefined,
    givenAt: row.occurred_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    origin: row.origin as ConsentOrigin,
  };
  return { ...known, grants: [...known.grants, grant] };
}

/** One without a date took effect when it reached us. */
function withRevocation(known: ConsentRecord, { occurred_at, recorded_at }: Row): ConsentRecord {
  const at = occurred_at ?? recorded_at;
  return { ...known, revokedAt: known.revokedAt && known.revokedAt > at ? known.revokedAt : at };
}
