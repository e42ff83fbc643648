import { sql } from 'kysely';
import { Database, Transaction } from '../../persistence/database';
import { Lead } from '../lead';
import { GONE } from '../lead-store';
import { KnownLeads } from './judged-row';
import { StagedRow } from './lead-row';

/**
 * Looks up all that is known of the people that a page of rows is about.
 * @param lock whether the leads are locked until the transaction ends
 */
export async function findKnownLeads(
  database: Database | Transaction,
  campaign: string,
  rows: readonly StagedRow[],
  lock: boolean,
): Promise<KnownLeads> {
  const phones = rows.map(({ phone }) => phone);
  const ids = rows.flatMap(({ externalId }) => externalId ?? []);
  const query = database
    .selectFrom('leads')
    .selectAll()
    .where('campaign', '=', campaign)
    .where((where) =>
      ids.length === 0
        ? where('phone', 'in', phones)
        : where.or([where('phone', 'in', phones), where('source_id', 'in', ids)]),
    )
    // One that people have deleted is not there to be changed: it would be made anew.
    .where(sql<boolean>`status_reason is distinct from ${GONE}`)
    .orderBy('id');
  const leads = (await (lock ? query.forUpdate() : query).execute()) as Lead[];
  const marks = await database
    .selectFrom('imported_leads')
    .select(['phone', 'fingerprint'])
    .where('campaign', '=', campaign)
    .where('phone', 'in', phones)
    .execute();
  const fingerprints = new Map(marks.map(({ phone, fingerprint }) => [phone, fingerprint]));
  const awaited = await database
    .selectFrom('outbox')
    .select(sql<string>`fields ->> 'Phone'`.as('phone'))
    .where('campaign', '=', campaign)
    .where('target', '=', sql.lit('new-lead'))
    .where(sql<string>`fields ->> 'Phone'`, 'in', phones)
    .execute();
  const awaitedPhones = new Set(awaited.map(({ phone }) => phone));
  const erased = await database
    .selectFrom('suppressions')
    .select('phone')
    .where('phone', 'in', phones)
    .where('channel', '=', 'erasure')
    .execute();
  const erasedPhones = new Set(erased.map(({ phone }) => phone));
  const bySource = new Map(leads.map((lead) => [lead.source_id, lead]));
  const byPhone = new Map<string | null, Lead[]>();
  for (const lead of leads) byPhone.set(lead.phone, [...(byPhone.get(lead.phone) ?? []), lead]);
  return {
    bySource: (id) => bySource.get(id),
    byPhone: (phone) => byPhone.get(phone) ?? [],
    isAwaited: (phone) => awaitedPhones.has(phone),
    fingerprintOf: (phone) => fingerprints.get(phone),
    isErased: (phone) => erasedPhones.has(phone),
  };
}
