import { ExpressionBuilder, sql, SqlBool } from 'kysely';
import { isPhoneNumber, parsePhoneNumber } from '../../common/phone-number';
import { LeadStatus } from '../../leads/lead-status';
import { Schema } from '../../persistence/schema';

/** Which leads are asked for; what is `undefined` does not narrow. */
export interface LeadFilter {
  readonly status: LeadStatus | undefined;
  /** A number in any common form, or beginnings of words of a name, a company or an e-mail address: all of them. */
  readonly text: string | undefined;
}

/** The condition on `leads` of one campaign. @param after the id at which the page before ended */
export function matchesLead(campaign: string, { status, text }: LeadFilter, after: string | undefined) {
  return (where: ExpressionBuilder<Schema, 'leads'>) =>
    where.and([
      where('leads.campaign', '=', campaign),
      ...(status === undefined ? [] : [where('leads.status', '=', status)]),
      ...(text === undefined ? [] : [matchesText(text)(where)]),
      ...(after === undefined ? [] : [where('leads.id', '>', after)]),
    ]);
}

function matchesText(text: string) {
  return (where: ExpressionBuilder<Schema, 'leads'>) => {
    const number = parsePhoneNumber(text);
    if (isPhoneNumber(number)) return where('leads.phone', '=', number.e164);
    const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    if (words.length === 0) return sql<SqlBool>`false`;
    const query = words.map((word) => `${word}:*`).join(' & ');
    return sql<SqlBool>`lead_words(leads.name, leads.company, leads.email) @@ to_tsquery('pg_catalog.simple', ${query})`;
  };
}
