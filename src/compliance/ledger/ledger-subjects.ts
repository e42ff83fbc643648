import { sql } from 'kysely';
import { Transaction } from '../../persistence/database';
import { json } from '../../persistence/sql';

/**
 * Terminology: a *subject* of the ledger is a number that decisions were made about, a *token* the random name it has
 * there. The rows of the ledger are hashed and never change, so they hold the token alone; the table `ledger_subjects`
 * says whose it is. Deleting that one row is how a person leaves the ledger (Regulation (EU) 2016/679, articles 17 and
 * 4(5)): every row and every hash stays as it was, and nobody can tell any more whom it was about.
 */

/**
 * The tokens of numbers (E.164), in the order of the numbers; a number that is new gets one.
 *
 * Each row is locked until the caller commits, so that a person is not erased between here and there. Call it with the
 * ledger's head in hand: then nobody who has some of these locks can wait for somebody who has others.
 */
export async function tokensOf(
  transaction: Transaction,
  phones: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ token: string }>`
    with stated as (
      select phone, place from jsonb_array_elements_text(${json(phones)}) with ordinality as given (phone, place)
    ), subjects as (
      insert into ledger_subjects (phone, token)
      select phone, gen_random_uuid() from (select distinct phone from stated) as known
      on conflict (phone) do update set phone = excluded.phone
      returning phone, token
    )
    select token from stated join subjects using (phone) order by place
  `.execute(transaction);
  return rows.map(({ token }) => token);
}

/** Forgets whose token it was, for ever. A later decision about the number gets a token that has no tie to the old one. */
export async function forgetSubject(transaction: Transaction, phone: string): Promise<void> {
  await transaction.deleteFrom('ledger_subjects').where('phone', '=', phone).execute();
}
