import { Injectable } from '@nestjs/common';
import { Transaction } from '../persistence/database';
import { Call } from './calls';

/** Port: who acts on finished calls. It is told in the transaction that makes it so, and must not wait for others. */
export abstract class FinishedCallListener {
  /** The call has its outcome. Told once a call. */
  abstract finished(transaction: Transaction, call: Call): Promise<void>;
  /** More is known of a call that was finished before. */
  abstract amended(transaction: Transaction, call: Call): Promise<void>;
}

/** Passes finished calls on to whoever has registered, so that the call log need not know them. */
@Injectable()
export class FinishedCalls {
  readonly #listeners: FinishedCallListener[] = [];

  /** The listener is told of everything from now on. */
  register(listener: FinishedCallListener): void {
    this.#listeners.push(listener);
  }

  async finished(transaction: Transaction, call: Call): Promise<void> {
    for (const listener of this.#listeners) await listener.finished(transaction, call);
  }

  /** Tells nobody where `after` says no more than `before`: the same report may come by two ways. */
  async amended(transaction: Transaction, before: Call, after: Call): Promise<void> {
    if (!TOLD.some((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]))) return;
    for (const listener of this.#listeners) await listener.amended(transaction, after);
  }
}

/** What a report may add to a call. */
const TOLD = [
  'started_at',
  'ended_at',
  'ended_reason',
  'summary',
  'transcript',
  'recording_url',
  'cost_usd',
  'analysis',
  'opted_out',
  'opt_out_doubtful',
] as const satisfies readonly (keyof Call)[];
