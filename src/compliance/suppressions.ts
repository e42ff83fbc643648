import { Transaction } from '../persistence/database';

/** How a "stop calling me" reached us. */
export type SuppressionChannel = 'operator' | 'call' | 'import';

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
}
