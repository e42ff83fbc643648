import { Injectable } from '@nestjs/common';
import { Database } from '../persistence/database';
import { Lead } from './lead';
import { LeadLoader } from './lead-loader.service';
import { LeadStore } from './lead-store';

/**
 * Leads that live in this database alone, brought there by imports: what stands in it is what is true. Nothing is copied
 * and merged, since a reading written back a moment later could undo an import in between.
 */
@Injectable()
export class LocalLeadLoader extends LeadLoader {
  constructor(
    private readonly database: Database,
    private readonly store: LeadStore,
  ) {
    super();
  }

  async ready(): Promise<boolean> {
    return await Promise.resolve(true);
  }

  async sync(): Promise<number> {
    return await Promise.resolve(0);
  }

  async refresh(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.store.find(
      this.database,
      leads.map(({ id }) => id),
    );
  }

  /** The reservation has marked them already. */
  async markInProgress(leads: readonly Lead[]): Promise<Lead[]> {
    return await this.refresh(leads);
  }
}
