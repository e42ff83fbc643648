import { Transaction } from '../persistence/database';

/** What people are told of without having asked. */
export type NotificationKind = 'suspended' | 'resumed' | 'hot-lead' | 'callback';

export interface Notification {
  readonly kind: NotificationKind;
  /** One or two plain sentences. It leaves our hands: ids only, no name, number or word of a conversation. */
  readonly text: string;
  /** Where to read on: a path of this service, from `/` on. */
  readonly path: string;
  /** Says which event this is: the same one is told once. */
  readonly dedupKey: string;
}

/** Tells people what should not wait until they look. */
export abstract class Notifier {
  /**
   * Passes a notification on, in the transaction that makes it true: it is delivered later, at least once, and only if
   * that transaction commits. Nobody who notifies ever waits for a delivery, or fails with it.
   */
  abstract notify(transaction: Transaction, notification: Notification): Promise<void>;
}
