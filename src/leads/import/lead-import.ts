import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HeldLease } from '../../airtable/held-lease';
import { Clock } from '../../common/clock';
import { LauraError } from '../../common/errors';
import { IdGenerator } from '../../common/ids';
import { AirtableSettings, CampaignSettings } from '../../config/settings';
import { Database, Transaction } from '../../persistence/database';
import { Leases } from '../../persistence/leases';
import { FaultList, ImportReport } from './import-report';
import { JudgedRow, judgePage, newSourceId } from './judged-row';
import { findKnownLeads } from './known-leads';
import { LeadDestination } from './lead-destination';
import { LeadFileError, readLeadFile } from './lead-file';
import { HeaderCell, isFaulty, readHeader } from './lead-header';
import { LeadRow, readLeadRow } from './lead-row';
import { StagedLeads } from './staged-leads';

/** How an import is to be done. */
export interface ImportOptions {
  /** Only say what would come of it. */
  readonly dryRun?: boolean;
  /** Import the rows without a fault although others have one; otherwise one faulty row keeps all of them out. */
  readonly skipInvalid?: boolean;
  /** Take rows that state no consent: such a lead is not called until a consent is on record. */
  readonly allowMissingConsent?: boolean;
}

/** Runs in the transaction that has moved the leads in. */
export type Recording = (transaction: Transaction, report: ImportReport) => Promise<void>;

/** While one import of the campaign is under way, a second is refused with this. */
export class ImportUnderWayError extends LauraError {
  constructor() {
    super(
      'IMPORT_UNDER_WAY',
      'Another import is under way, or died less than a minute ago: try again when it is done',
    );
  }
}

const BATCH = 500;
/** How long an import that died keeps the next one waiting. */
const LEASE_MS = 60_000;

type Counts = Record<JudgedRow['verdict'], number>;

/**
 * Imports leads from a CSV file, whole or not at all. Rows are staged while the file comes in, judged when all are there,
 * and moved in by one transaction; a process that dies leaves staged rows, which the next import or start removes.
 * The same file again changes nothing.
 */
@Injectable()
export class LeadImport implements OnApplicationBootstrap {
  readonly #staged: StagedLeads;
  readonly #lease: string;

  constructor(
    private readonly database: Database,
    private readonly destination: LeadDestination,
    private readonly leases: Leases,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly campaign: CampaignSettings,
    private readonly airtable: AirtableSettings,
  ) {
    this.#staged = new StagedLeads(campaign.name);
    this.#lease = `lead-import:${campaign.name}`;
  }

  /** Nothing of a person stays behind from an import that died. */
  async onApplicationBootstrap(): Promise<void> {
    const lease = await HeldLease.take(this.leases, this.#lease, this.ids.next(), LEASE_MS);
    if (!lease) return;
    await this.#staged.clear(this.database).finally(() => lease.release());
  }

  /**
   * @param chunks the file as it comes in
   * @throws LeadFileError for a file that can't be read; ImportUnderWayError; whatever the chunks throw
   */
  async run(
    chunks: AsyncIterable<Uint8Array>,
    options: ImportOptions = {},
    recording?: Recording,
  ): Promise<ImportReport> {
    const holder = this.ids.next();
    const lease = await HeldLease.take(this.leases, this.#lease, holder, LEASE_MS);
    if (!lease) throw new ImportUnderWayError();
    try {
      await this.#staged.clear(this.database);
      const faults = new FaultList();
      const rows = await this.stage(chunks, faults, lease);
      await this.#staged.findTwins(this.database);
      return await this.finish(rows, faults, holder, options, recording);
    } finally {
      await this.#staged.clear(this.database).finally(() => lease.release());
    }
  }

  /** @returns how many rows the file has */
  private async stage(
    chunks: AsyncIterable<Uint8Array>,
    faults: FaultList,
    lease: HeldLease,
  ): Promise<number> {
    const now = this.clock.now();
    let header: readonly HeaderCell[] | undefined;
    let batch: LeadRow[] = [];
    let rows = 0;
    for await (const line of readLeadFile(chunks)) {
      if (!header) {
        const read = readHeader(line.cells, this.airtable.fieldMap);
        if (isFaulty(read)) {
          faults.addHeader(read);
          return 0;
        }
        header = read;
        continue;
      }
      rows += 1;
      const read = readLeadRow(header, line, now);
      if (isFaulty(read)) faults.add(read);
      else batch.push(read);
      if (batch.length < BATCH) continue;
      if (!(await lease.renew())) throw new ImportUnderWayError();
      await this.#staged.add(this.database, batch);
      batch = [];
      await nextTurn();
    }
    if (!header) throw new LeadFileError('The file is empty');
    await this.#staged.add(this.database, batch);
    return rows;
  }

  private async finish(
    rows: number,
    faults: FaultList,
    holder: string,
    options: ImportOptions,
    recording: Recording | undefined,
  ): Promise<ImportReport> {
    const { dryRun = false, skipInvalid = false } = options;
    const report = (counts: Counts, found: FaultList, isWritten: boolean): ImportReport => ({
      rows,
      imported: isWritten || dryRun ? counts.new : 0,
      updated: isWritten || dryRun ? counts.changed : 0,
      unchanged: counts.unchanged,
      rejected: faults.rows + found.rows,
      errors: faults.with(found),
      dryRun,
    });
    const judged = new FaultList();
    const counts = await this.judge(this.database, options, judged);
    const isSound = faults.with(judged).length === 0;
    const isNews = counts.new + counts.changed > 0;
    if (dryRun || !isNews || !(isSound || skipInvalid)) return report(counts, judged, false);
    // What has changed since is judged anew, under locks.
    const found = new FaultList();
    const transaction = await this.database.startTransaction().execute();
    try {
      if (!(await new Leases(transaction).acquire(this.#lease, holder, LEASE_MS)))
        throw new ImportUnderWayError();
      await transaction
        .insertInto('campaigns')
        .values({ name: this.campaign.name })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const written = await this.judge(transaction, options, found, (page) => this.write(transaction, page));
      const isWritten = found.rows === 0 || skipInvalid;
      const result = report(written, found, isWritten);
      if (isWritten) await recording?.(transaction, result);
      await (isWritten ? transaction.commit() : transaction.rollback()).execute();
      return result;
    } catch (error) {
      if (!transaction.isCommitted && !transaction.isRolledBack) await transaction.rollback().execute();
      throw error;
    }
  }

  private async judge(
    database: Database | Transaction,
    { allowMissingConsent = false }: ImportOptions,
    faults: FaultList,
    write?: (page: readonly JudgedRow[]) => Promise<void>,
  ): Promise<Counts> {
    const counts: Counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
    const needsConsent = this.campaign.purpose === 'marketing' && !allowMissingConsent;
    const { takesProgress } = this.destination;
    const options = { needsConsent, takesProgress, newSourceId: () => newSourceId(this.ids.next()) };
    for await (const page of this.#staged.pages(database, BATCH)) {
      const known = await findKnownLeads(database, this.campaign.name, page, write !== undefined);
      const judged = judgePage(page, known, options);
      for (const one of judged) {
        counts[one.verdict] += 1;
        if (one.verdict === 'refused') faults.add([one.fault]);
      }
      await write?.(judged);
      // The embedded database answers within the same turn of the event loop: others need theirs.
      await nextTurn();
    }
    return counts;
  }

  private async write(transaction: Transaction, page: readonly JudgedRow[]): Promise<void> {
    const changing = page.filter((one) => 'after' in one);
    if (changing.length === 0) return;
    await this.destination.write(transaction, changing);
    await this.#staged.mark(transaction, changing);
  }
}
