import { Transaction } from '../persistence/database';

/** How a "stop calling me" reached us. */
export type SuppressionChannel = 'operator' | 'call' | 'import' | 'erasure';

export interface Suppression {
  /** E.164. */
  readonly phone: string;
  readonly reason: string;
  readonly channel: SuppressionChannel;
  /** The call in which it was said. */
  readonly callId?: string;
}

/** Numbers that nobody may call: permanent, over all campaigns. There is no way to take one off in code. */
export abstract class Suppressions {
  /** Writes the suppression in the caller's transaction. A number that stands already keeps its first entry. */
  abstract add(transaction: Transaction, suppression: Suppression): Promise<void>;

  /**
   * Writes suppressions of many numbers, for one reason, in the caller's transaction; like `add` for each.
   * @param phones E.164
   * @returns how many did not stand already
   */
  abstract addAll(
    transaction: Transaction,
    phones: readonly string[],
    why: Pick<Suppression, 'reason' | 'channel'>,
  ): Promise<number>;

  /** Which of these numbers belong to people whose data was erased: nothing of them is to be stored again. */
  abstract findErased(transaction: Transaction, phones: readonly string[]): Promise<ReadonlySet<string>>;
}
