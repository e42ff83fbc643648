import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // When it was first known whether the attempt failed by the provider's fault; the database's clock.
  `alter table attempts add column told_at timestamptz`,
  `update attempts set told_at = coalesce(asked_at, clock_timestamp()) where provider_fault is not null`,
  `create function note_told() returns trigger language plpgsql as $$
   begin
     if new.provider_fault is not null and new.told_at is null then
       new.told_at := case when tg_op = 'INSERT' then coalesce(new.asked_at, clock_timestamp()) else clock_timestamp() end;
     end if;
     return new;
   end $$`,
  `create trigger attempts_told before insert or update of provider_fault on attempts
     for each row execute function note_told()`,
  `drop index attempts_telling`,
  `create index attempts_telling on attempts (campaign, told_at desc) where provider_fault is not null`,
  // When the provider was asked for the probe that last got through; the database's clock.
  `alter table campaigns add column proven_at timestamptz`,
];

/**
 * Failures are known in seconds and conversations end in minutes: whether calls fail in a row is judged by the order in
 * which they ended, not by that in which they were asked for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
