import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  `alter table calls add column carrier_sequence integer`,
  `alter table attempts add column caller_id text`,
  // What has gone out from each of our numbers is counted at every reservation.
  `create index attempts_by_caller on attempts (caller_id, reserved_at) where caller_id is not null`,
];

/** Twilio's numbered status callbacks, and the number of ours that each attempt goes out from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
