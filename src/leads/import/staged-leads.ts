import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { ReadFields } from '../../airtable/column-map';
import { Database, Transaction } from '../../persistence/database';
import { json } from '../../persistence/sql';
import type { ChangingRow } from './judged-row';
import { LeadRow, StagedRow } from './lead-row';

/** The rows of the one file that a campaign may be importing, in the database: however many, never in memory. */
export class StagedLeads {
  constructor(private readonly campaign: string) {}

  /** What an import that died has left goes with it. */
  async clear(database: Database): Promise<void> {
    await database.deleteFrom('lead_import_rows').where('campaign', '=', this.campaign).execute();
  }

  async add(database: Database, rows: readonly LeadRow[]): Promise<void> {
    if (rows.length === 0) return;
    const records = rows.map(({ row, externalId, phone, cells }) => ({
      ...{ campaign: this.campaign, row, phone, cells },
      external_id: externalId ?? null,
      fingerprint: fingerprintOf(externalId, cells),
    }));
    // One parameter for all of them.
    await sql`insert into lead_import_rows
      select * from jsonb_populate_recordset(null::lead_import_rows, ${json(records)})`.execute(database);
  }

  /** Finds rows about the same person, by number or by id, once all are there: the first of them is the one that counts. */
  async findTwins(database: Database): Promise<void> {
    await sql`update lead_import_rows as later set twin = least(twins.by_phone, twins.by_id)
      from (
        select row, min(row) over (partition by phone) as by_phone,
          case when external_id is null then row else min(row) over (partition by external_id) end as by_id
        from lead_import_rows where campaign = ${this.campaign}
      ) as twins
      where later.campaign = ${this.campaign} and later.row = twins.row
        and least(twins.by_phone, twins.by_id) < later.row`.execute(database);
  }

  /** Pages of rows in the order of the file. */
  async *pages(database: Database | Transaction, size: number): AsyncGenerator<readonly StagedRow[]> {
    for (let last = 0; ;) {
      const rows = await database
        .selectFrom('lead_import_rows')
        .selectAll()
        .where('campaign', '=', this.campaign)
        .where('row', '>', last)
        .orderBy('row')
        .limit(size)
        .execute();
      if (rows.length === 0) return;
      last = rows.at(-1)?.row ?? last;
      yield rows.map(({ row, external_id, phone, cells, fingerprint, twin }) => ({
        ...{ row, phone, cells, fingerprint, twin },
        externalId: external_id ?? undefined,
      }));
    }
  }

  /** Remembers what these rows say, by number; of one that has changed its number, not what it said before. */
  async mark(transaction: Transaction, rows: readonly ChangingRow[]): Promise<void> {
    const left = rows.flatMap(({ known, row }) =>
      known?.phone && known.phone !== row.phone ? [known.phone] : [],
    );
    if (left.length > 0) {
      await transaction
        .deleteFrom('imported_leads')
        .where('campaign', '=', this.campaign)
        .where('phone', 'in', left)
        .execute();
    }
    const marks = rows.map(({ row: { phone, fingerprint } }) => ({
      campaign: this.campaign,
      phone,
      fingerprint,
    }));
    await sql`insert into imported_leads
      select * from jsonb_populate_recordset(null::imported_leads, ${json(marks)})
      on conflict (campaign, phone) do update set fingerprint = excluded.fingerprint`.execute(transaction);
  }
}

/** The order of the columns does not matter. */
function fingerprintOf(externalId: string | undefined, { known, further }: ReadFields): string {
  const sorted = [known, further].map((cells) => Object.entries(cells).toSorted(byName));
  return createHash('sha256')
    .update(JSON.stringify([externalId ?? null, ...sorted]))
    .digest('base64');
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
