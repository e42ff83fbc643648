import { Insertable } from 'kysely';
import { IdGenerator } from '../../src/common/ids';
import { Database } from '../../src/persistence/database';
import { CallTable } from '../../src/persistence/schema';
import { json } from '../../src/persistence/sql';
import { aPhone } from './a-lead';
import { NOON } from './database';

const ids = new IdGenerator();

/** Writes a call of {@link NOON} that is over, and tells its id. */
export async function storeCall(
  database: Database,
  changes: Partial<Omit<Insertable<CallTable>, 'analysis'>> & { readonly analysis?: object } = {},
): Promise<string> {
  const at = new Date(NOON);
  const { analysis, ...columns } = changes;
  const { id } = await database
    .insertInto('calls')
    .values({
      id: ids.next(),
      campaign: 'default',
      phone: aPhone(),
      status: 'ended',
      disposition: 'completed',
      opted_out: false,
      created_at: at,
      updated_at: at,
      ...columns,
      ...(analysis && { analysis: json(analysis) }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Writes what a call's `transcript` webhook leaves behind. */
export async function storeLine(
  database: Database,
  callId: string,
  role: 'assistant' | 'user',
  transcript: string,
  at = new Date(NOON),
): Promise<void> {
  const id = ids.next();
  const message = { type: 'transcript', role, transcriptType: 'final', transcript, timestamp: at.getTime() };
  await database
    .insertInto('webhook_events')
    .values({
      ...{ id, provider: 'vapi', campaign: 'default', type: 'transcript', call_id: callId, dedup_key: id },
      payload: json({ message }),
      ...{ received_at: at, processed_at: at, result: 'ignored' },
    })
    .execute();
}
