import { ExpressionBuilder } from 'kysely';
import { validate as isUuid } from 'uuid';
import { Schema } from '../../persistence/schema';

/** The condition on `leads` that an id of an address stands for: our own, or the lead source's. */
export function hasLeadId(id: string) {
  return (where: ExpressionBuilder<Schema, 'leads'>) =>
    where.or([where('leads.source_id', '=', id), ...(isUuid(id) ? [where('leads.id', '=', id)] : [])]);
}
