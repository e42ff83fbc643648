import { Lead } from './lead';

/** Brings leads into the database where they come from elsewhere, and fresh ones to whoever is about to call. */
export abstract class LeadLoader {
  /** Whether leads can be read and outcomes written back: without either, nobody is called. */
  abstract ready(): Promise<boolean>;

  /** Reads what people have changed. @returns how many leads were read; `undefined` when another replica is at it */
  abstract sync(): Promise<number | undefined>;

  /** These leads as they stand now, with what people have edited. Leads that are gone are missing from the answer. */
  abstract refresh(leads: readonly Lead[]): Promise<Lead[]>;

  /** Shows the leads as `in progress` to people, and answers as {@link refresh}. */
  abstract markInProgress(leads: readonly Lead[]): Promise<Lead[]>;
}
