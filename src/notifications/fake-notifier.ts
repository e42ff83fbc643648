import { Transaction } from '../persistence/database';
import { Notification, Notifier } from './notifier';

/** For tests: keeps what it was to tell. */
export class FakeNotifier extends Notifier {
  readonly told: Notification[] = [];

  async notify(_transaction: Transaction, notification: Notification): Promise<void> {
    this.told.push(notification);
  }
}
