import { Kysely, sql } from 'kysely';

const STATEMENTS = [
  // Grants and revocations as they came in; what holds now is read from them, never written over them.
  `create table consents (
     id uuid primary key,
     phone text not null,
     kind text not null check (kind in ('grant', 'revocation')),
     level text,
     seller text,
     purpose text,
     channel text,
     occurred_at timestamptz,
     expires_at timestamptz,
     source text,
     evidence text,
     origin text not null,
     campaign text not null,
     fingerprint text not null,
     recorded_at timestamptz not null,
     unique (phone, fingerprint)
   )`,
  // A refusal binds the number, whichever lead or campaign it was said to.
  `create index calls_by_phone on calls (phone, ended_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
