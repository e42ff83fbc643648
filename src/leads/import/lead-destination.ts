import { Injectable } from '@nestjs/common';
import { NIL, v5 as idOf } from 'uuid';
import { Outbox } from '../../airtable/outbox';
import { Transaction } from '../../persistence/database';
import { LeadAdoption } from '../lead-adoption';
import { SourceLead } from '../lead-source';
import { ChangingRow } from './judged-row';
import { changedCells } from './source-cells';

/** Port: where imported leads go. */
export abstract class LeadDestination {
  /** Whether a file may say how far a known lead is; where people work on leads elsewhere, they alone do. */
  abstract readonly takesProgress: boolean;

  /** Writes rows in the transaction of the import. */
  abstract write(transaction: Transaction, rows: readonly ChangingRow[]): Promise<void>;
}

/** Leads that live in the database alone. */
@Injectable()
export class LocalDestination extends LeadDestination {
  readonly takesProgress = true;

  constructor(private readonly adoption: LeadAdoption) {
    super();
  }

  async write(transaction: Transaction, rows: readonly ChangingRow[]): Promise<void> {
    await this.adoption.merge(
      transaction,
      rows.map(({ known, after }) => ({ known, source: after })),
    );
  }
}

/** Leads that people work on in Airtable: what a file says is written there, and comes back as they have it then. */
@Injectable()
export class AirtableDestination extends LeadDestination {
  readonly takesProgress = false;

  constructor(private readonly outbox: Outbox) {
    super();
  }

  async write(transaction: Transaction, rows: readonly ChangingRow[]): Promise<void> {
    const wishesOf = (changing: readonly ChangingRow[], key: (row: ChangingRow) => string) =>
      changing.map((row) => ({ key: key(row), fields: changedCells(row.before, row.after) }));
    const known = rows.filter((row) => row.known !== undefined);
    const fresh = rows.filter((row) => row.known === undefined);
    await this.outbox.putAll(
      transaction,
      'lead',
      wishesOf(known, ({ after }) => after.sourceId),
    );
    await this.outbox.putAll(
      transaction,
      'new-lead',
      wishesOf(fresh, ({ after }) => newLeadKey(after)),
    );
  }
}

/** The same for the same number, so that a second file amends what the first has put there. No number stands in it. */
function newLeadKey({ phone }: SourceLead): string {
  return idOf(`new-lead ${phone}`, NIL);
}
