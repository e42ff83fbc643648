import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Days are text (2026-06-01): what a driver makes of a `date` depends on the machine's time zone.
  `create table do_not_call_lists (
     id integer generated always as identity primary key,
     list text not null,
     version_date text not null check (version_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
     area_codes text,
     file_name text not null,
     started_at timestamptz not null,
     imported_at timestamptz,
     sha256 text,
     number_count integer,
     is_current boolean not null default false,
     numbers_removed_at timestamptz,
     check (not is_current or (numbers_removed_at is null
       and imported_at is not null and sha256 is not null and number_count is not null))
   )`,
  // Two imports at once can't leave two versions of one list in force, whatever else goes wrong.
  `create unique index do_not_call_lists_one_current on do_not_call_lists (list, coalesce(area_codes, ''))
     where is_current`,
  // No foreign key: millions of rows would each look their version up. Rows of no version are swept.
  `create table do_not_call_numbers (
     phone text not null,
     list_id integer not null,
     primary key (phone, list_id)
   )`,
];

/** Numbers of the public do-not-call registries, by the version of the list that they were imported with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
