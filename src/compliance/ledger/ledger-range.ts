import { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import { parseInstant } from '../../config/checks';
import { Schema } from '../../persistence/schema';

/** Which decisions are asked for; what is absent does not narrow. */
export interface LedgerRange {
  /** E.164. */
  readonly phone?: string;
  /** The first instant that belongs to it. */
  readonly from?: Date;
  /** The first instant that no longer does. */
  readonly to?: Date;
}

/** An ISO 8601 instant with its offset, or a day, which stands for its midnight in UTC. */
export function parseRangeEnd(text: string): Date | undefined {
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}

/** The condition on `decisions` that a range stands for. Of a number that was erased there are none. */
export function inRange({ phone, from, to }: LedgerRange) {
  return (where: ExpressionBuilder<Schema, 'decisions'>): ExpressionWrapper<Schema, 'decisions', SqlBool> =>
    where.and([
      ...(phone === undefined ? [] : [where('decisions.subject', '=', tokenOf(where, phone))]),
      ...(from === undefined ? [] : [where('decisions.decided_at', '>=', from)]),
      ...(to === undefined ? [] : [where('decisions.decided_at', '<', to)]),
    ]);
}

function tokenOf(where: ExpressionBuilder<Schema, 'decisions'>, phone: string) {
  return where.selectFrom('ledger_subjects').select('token').where('ledger_subjects.phone', '=', phone);
}
