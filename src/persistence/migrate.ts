import { Migration, Migrator } from 'kysely/migration';
import { Database } from './database';
import * as foundation from './migrations/0001-foundation';
import * as decisionLedger from './migrations/0002-decision-ledger';
import * as consents from './migrations/0003-consents';
import * as doNotCallLists from './migrations/0004-do-not-call-lists';
import * as erasure from './migrations/0005-erasure';
import * as suspension from './migrations/0006-suspension';
import * as scriptVersions from './migrations/0007-script-versions';
import * as automation from './migrations/0008-automation';
import * as twilio from './migrations/0009-twilio';
import * as conversation from './migrations/0010-conversation';
import * as inboxQueue from './migrations/0011-inbox-queue';
import * as operatorConsole from './migrations/0012-console';
import * as operatorActions from './migrations/0013-operator-actions';
import * as leadImports from './migrations/0014-lead-imports';
import * as forecasts from './migrations/0015-forecasts';
import * as requestIds from './migrations/0016-request-ids';
import * as toldAt from './migrations/0017-told-at';

/** All migrations in the order of their names. One that has been released is never edited: add another. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-decision-ledger': decisionLedger,
  '0003-consents': consents,
  '0004-do-not-call-lists': doNotCallLists,
  '0005-erasure': erasure,
  '0006-suspension': suspension,
  '0007-script-versions': scriptVersions,
  '0008-automation': automation,
  '0009-twilio': twilio,
  '0010-conversation': conversation,
  '0011-inbox-queue': inboxQueue,
  '0012-console': operatorConsole,
  '0013-operator-actions': operatorActions,
  '0014-lead-imports': leadImports,
  '0015-forecasts': forecasts,
  '0016-request-ids': requestIds,
  '0017-told-at': toldAt,
};

/**
 * Brings the tables up to date. Replicas that start together take turns under the migrator's lock.
 * @throws the first migration's error; what it did is rolled back
 */
export async function migrate(database: Database): Promise<void> {
  const { error } = await migrator(database).migrateToLatest();
  if (error) throw error;
}

/** Names of this build's migrations that have not been run on the database. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const migrations = await migrator(database).getMigrations();
  return migrations.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}

function migrator(database: Database): Migrator {
  return new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
}
