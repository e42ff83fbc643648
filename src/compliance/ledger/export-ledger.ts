import { sql } from 'kysely';
import { PassThrough, Readable } from 'node:stream';
import { NIL } from 'uuid';
import { ZipFile } from 'yazl';
import { Database } from '../../persistence/database';
import { entryText } from './ledger-entry';
import { inRange, LedgerRange } from './ledger-range';
import { verifyLedger } from './verify-ledger';

const PAGE = 500;

/**
 * The evidence for a range, as a zip:
 * - `decisions.jsonl`: in the ledger's order; a row's hash is the SHA-256 of `sequence`, `previousHash` and the text of
 *   `entry` exactly as it stands in the line, a line feed between, so anybody can check it without our help. `phone`
 *   stands outside of it: `null` once the person was erased;
 *   `scriptVersion` tells what was said;
 * - `scripts.jsonl`: the templates of each version that was used by the end of the range, with the disclosures in them;
 * - `calls.jsonl`: the calls that were made, with the disclosures that their openings missed, without the address that
 *   steers a call;
 * - `consents.jsonl`: the grants and withdrawals that were recorded by the end of the range;
 * - `suppressions.jsonl`: all that were in force by then;
 * - `do-not-call-lists.jsonl`: the versions of the public registers that were imported by then;
 * - `verification.json`: the check of the whole ledger, made first; decisions later than that are left out.
 *
 * Rows are read page by page as the zip is read, so its size is no matter. An error on the way destroys the stream.
 */
export async function exportLedger(
  database: Database,
  range: LedgerRange,
  exportedAt: Date,
): Promise<Readable> {
  const verification = await verifyLedger(database);
  const zip = new ZipFile();
  const output = new PassThrough();
  const fail = (error: Error) => output.destroy(error);
  zip.on('error', fail);
  const options = { mtime: exportedAt };
  const add = (name: string, lines: AsyncIterable<string>) =>
    zip.addReadStream(Readable.from(lines, { objectMode: false }).on('error', fail), name, options);
  add('decisions.jsonl', decisionLines(database, range, verification.head.sequence));
  add('calls.jsonl', callLines(database, range));
  add('consents.jsonl', consentLines(database, range));
  add('do-not-call-lists.jsonl', listLines(database, range));
  add('scripts.jsonl', scriptLines(database, range));
  add('suppressions.jsonl', suppressionLines(database, range));
  const statement = { exportedAt, range, verification };
  zip.addBuffer(Buffer.from(`${JSON.stringify(statement, null, 2)}\n`), 'verification.json', options);
  zip.end();
  zip.outputStream.pipe(output);
  return output;
}

async function* decisionLines(database: Database, range: LedgerRange, last: number): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const rows = await database
      .selectFrom('decisions')
      .leftJoin('decision_attempts', 'decision_id', 'id')
      .leftJoin('ledger_subjects', 'token', 'subject')
      .select(['sequence', 'previous_hash', 'hash', 'attempt_id', 'ledger_subjects.phone'])
      .select((select) => [
        entryText.as('entry'),
        select
          .selectFrom('attempts')
          .select('script_version')
          .whereRef('attempts.id', '=', 'decision_attempts.attempt_id')
          .as('script_version'),
      ])
      .where(inRange(range))
      .where('sequence', '>', after)
      .where('sequence', '<=', last)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const { previous_hash: previousHash, hash, attempt_id: attemptId, phone, entry, ...row } of rows) {
      after = Number(row.sequence);
      const scriptVersion = row.script_version;
      const place = JSON.stringify({ sequence: after, previousHash, hash, attemptId, scriptVersion, phone });
      yield `${place.slice(0, -1)},"entry":${entry}}\n`;
    }
    if (rows.length < PAGE) return;
  }
}

async function* callLines(database: Database, { phone, from, to }: LedgerRange): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom('calls')
      .select(sql<Record<string, unknown> & { id: string }>`to_jsonb(calls) - 'control_url'`.as('call'))
      .where('id', '>', after)
      .$if(phone !== undefined, (query) => query.where('phone', '=', phone ?? ''))
      .$if(from !== undefined, (query) => query.where('created_at', '>=', from ?? new Date(0)))
      .$if(to !== undefined, (query) => query.where('created_at', '<', to ?? new Date(0)))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { call } of rows) {
      after = call.id;
      yield `${JSON.stringify(call)}\n`;
    }
    if (rows.length < PAGE) return;
  }
}

async function* consentLines(database: Database, { phone, to }: LedgerRange): AsyncGenerator<string> {
  for (let after: string = NIL; ;) {
    const rows = await database
      .selectFrom('consents')
      .selectAll()
      .where('id', '>', after)
      .$if(phone !== undefined, (query) => query.where('phone', '=', phone ?? ''))
      .$if(to !== undefined, (query) => query.where('recorded_at', '<', to ?? new Date(0)))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { fingerprint: _fingerprint, ...row } of rows) {
      after = row.id;
      yield `${JSON.stringify(row)}\n`;
    }
    if (rows.length < PAGE) return;
  }
}

async function* scriptLines(database: Database, { to }: LedgerRange): AsyncGenerator<string> {
  const rows = await database
    .selectFrom('script_versions')
    .selectAll()
    .$if(to !== undefined, (query) => query.where('first_used_at', '<', to ?? new Date(0)))
    .orderBy('first_used_at')
    .execute();
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

/** A handful a month: no pages needed. */
async function* listLines(database: Database, { to }: LedgerRange): AsyncGenerator<string> {
  const rows = await database
    .selectFrom('do_not_call_lists')
    .selectAll()
    .where('imported_at', 'is not', null)
    .$if(to !== undefined, (query) => query.where('imported_at', '<', to ?? new Date(0)))
    .orderBy('id')
    .execute();
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}

async function* suppressionLines(database: Database, { phone, to }: LedgerRange): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom('suppressions')
      .selectAll()
      .where('phone', '>', after)
      .$if(phone !== undefined, (query) => query.where('phone', '=', phone ?? ''))
      .$if(to !== undefined, (query) => query.where('created_at', '<', to ?? new Date(0)))
      .orderBy('phone')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      after = row.phone;
      yield `${JSON.stringify(row)}\n`;
    }
    if (rows.length < PAGE) return;
  }
}
