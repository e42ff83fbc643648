import { Injectable } from '@nestjs/common';
import { Database } from './database';
import { databaseNow, databaseNowPlus } from './sql';

/**
 * Rights that one replica at a time holds, e.g. to write to Airtable. A dead holder's lease runs out by the database's
 * clock; nobody has to notice its death.
 */
@Injectable()
export class Leases {
  constructor(private readonly database: Database) {}

  /** Takes or prolongs a lease. False: another holder has it. */
  async acquire(name: string, holder: string, durationMs: number): Promise<boolean> {
    const taken = await this.database
      .insertInto('leases')
      .values({ name, holder, expires_at: databaseNowPlus(durationMs) })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, expires_at: databaseNowPlus(durationMs) })
          .where((where) =>
            where.or([where('leases.holder', '=', holder), where('leases.expires_at', '<', databaseNow)]),
          ),
      )
      .returning('name')
      .executeTakeFirst();
    return taken !== undefined;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.database.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
  }
}
