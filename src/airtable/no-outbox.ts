import { OutboxFields, Outbox } from './outbox';

/** For leads and a call log that live in the database alone: nobody waits for what would be written. */
export class NoOutbox extends Outbox {
  override async put(): Promise<void> {
    await Promise.resolve();
  }

  override async putAll(): Promise<void> {
    await Promise.resolve();
  }

  override async pending(): Promise<Map<string, OutboxFields>> {
    return await Promise.resolve(new Map());
  }

  override async withdraw(): Promise<void> {
    await Promise.resolve();
  }
}
