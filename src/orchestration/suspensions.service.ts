import { Injectable, Logger } from '@nestjs/common';
import { Selectable, sql, UpdateObject } from 'kysely';
import { AttemptState, isOpen } from '../call-log/attempt-state';
import { Clock } from '../common/clock';
import { ExternalApis } from '../common/external-apis';
import { scrub } from '../common/redaction';
import { CampaignSettings } from '../config/settings';
import { Notifier } from '../notifications/notifier';
import { Transaction } from '../persistence/database';
import { CampaignTable, Schema } from '../persistence/schema';
import { databaseNowPlus } from '../persistence/sql';
import { adviceFor, fateOf, FIRST_WAIT_MS, isFailing, TELLING_FAULTS, waitAfter } from './suspension';

/** The campaign's row, locked, and whether its next probe may go by the database's clock. */
export type LockedCampaign = Selectable<CampaignTable> & { readonly probe_is_due: boolean };

/** `running`: dial as usual · `suspended`: dial nobody · `probe-due`: dial one, and say so with `probing`. */
export type Standing = 'running' | 'suspended' | 'probe-due';

const REASON_LIMIT = 300;
/** Under which an operator's part in a suspension stands in {@link ExternalApis}. */
const TOPIC = 'calls';

/**
 * Decides whether the campaign is suspended. Strategy: it is asked in the transaction that reserves, under the lock on
 * the campaign's row, and goes by rows alone; so one replica begins a suspension, one lets the probe through and one
 * ends it, without a leader, and a replica that dies in between leaves nothing that the next one does not see. The waits
 * go by the database's clock: a replica's clock that jumps neither lets a second probe through nor holds the first back.
 */
@Injectable()
export class Suspensions {
  private readonly logger = new Logger(Suspensions.name);

  constructor(
    private readonly notifier: Notifier,
    private readonly externals: ExternalApis,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  /** @param outage why this replica has just stopped asking the provider, if it has */
  async review(transaction: Transaction, row: LockedCampaign, outage: string | undefined): Promise<Standing> {
    let standing: Standing = row.suspended_at ? await this.whileSuspended(transaction, row) : 'running';
    // Also when a probe has just passed: an outage that came after it counts.
    if (standing === 'running') standing = await this.whileRunning(transaction, outage);
    if (standing === 'running') this.externals.clear('vapi', TOPIC);
    return standing;
  }

  /** The reservation that was made on `probe-due`. */
  async probing(transaction: Transaction, attemptId: string): Promise<void> {
    await this.set(transaction, { probe_attempt_id: attemptId, probe_at: null });
    this.logger.debug({ attemptId }, 'One call goes out to see whether calls work again');
  }

  private async whileRunning(transaction: Transaction, outage: string | undefined): Promise<Standing> {
    const failure = outage ?? (await this.failureInARow(transaction));
    if (failure === undefined) return 'running';
    const since = this.clock.now();
    const reason = [scrub(failure).slice(0, REASON_LIMIT), adviceFor(failure)].filter(Boolean).join(' ');
    await this.set(transaction, {
      suspended_at: since,
      suspended_reason: reason,
      probe_at: databaseNowPlus(FIRST_WAIT_MS),
      probe_wait_ms: FIRST_WAIT_MS,
      probe_attempt_id: null,
    });
    this.logger.warn(`Dialing pauses by itself, and tries a call now and then. ${reason}`);
    await this.tell(transaction, 'suspended', `Dialing has paused by itself. ${reason}`, since);
    this.report(reason, since);
    return 'suspended';
  }

  private async whileSuspended(transaction: Transaction, row: LockedCampaign): Promise<Standing> {
    const since = row.suspended_at ?? this.clock.now();
    this.report(row.suspended_reason ?? '', since);
    if (row.probe_attempt_id === null) return row.probe_is_due ? 'probe-due' : 'suspended';
    const fate = fateOf(await this.probeOf(transaction, row.probe_attempt_id));
    if (fate === 'under-way') return 'suspended';
    if (fate === 'passed') {
      await this.set(transaction, { ...RUNNING, proven_at: this.askedAt(row.probe_attempt_id) });
      this.logger.log('Calls work again: dialing goes on');
      await this.tell(transaction, 'resumed', 'Calls work again, and dialing goes on.', since);
      return 'running';
    }
    const waitMs = waitAfter(fate, row.probe_wait_ms ?? FIRST_WAIT_MS);
    await this.set(transaction, {
      probe_at: databaseNowPlus(waitMs),
      probe_wait_ms: waitMs,
      probe_attempt_id: null,
    });
    return 'suspended';
  }

  /**
   * The last failure when the last attempts that tell anything all failed by the provider's fault. They go in the order
   * in which they told it, since failures are short and conversations long; what comes to light late about those before
   * a probe that got through does not outweigh the probe.
   */
  private async failureInARow(transaction: Transaction): Promise<string | undefined> {
    const last = await transaction
      .selectFrom('attempts')
      .leftJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select(['attempts.provider_fault', 'attempts.state', 'attempts.reason', 'calls.ended_reason'])
      .where('attempts.campaign', '=', this.campaign.name)
      .where('attempts.provider_fault', 'is not', null)
      .where(
        sql<boolean>`attempts.asked_at >= coalesce(
          (select proven_at from campaigns where name = ${this.campaign.name}), '-infinity')`,
      )
      .orderBy('attempts.told_at', 'desc')
      .limit(TELLING_FAULTS)
      .execute();
    const [latest] = last;
    if (!latest || !isFailing(last.map(({ provider_fault }) => provider_fault))) return undefined;
    const what = latest.state === 'ended' ? latest.ended_reason : latest.reason;
    return `The last ${TELLING_FAULTS} calls failed at the provider, the latest so: ${what ?? 'no reason given'}.`;
  }

  private askedAt(attemptId: string) {
    return sql<Date | null>`(select asked_at from attempts where id = ${attemptId})`;
  }

  private async probeOf(transaction: Transaction, id: string) {
    const row = await transaction
      .selectFrom('attempts')
      .select(['state', 'provider_fault'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row && { isOpen: isOpen(row.state as AttemptState), providerFault: row.provider_fault };
  }

  private async set(
    transaction: Transaction,
    values: UpdateObject<Schema, 'campaigns', 'campaigns'>,
  ): Promise<void> {
    await transaction.updateTable('campaigns').set(values).where('name', '=', this.campaign.name).execute();
  }

  private async tell(
    transaction: Transaction,
    kind: 'suspended' | 'resumed',
    text: string,
    since: Date,
  ): Promise<void> {
    const dedupKey = `${kind}:${this.campaign.name}:${since.toISOString()}`;
    await this.notifier.notify(transaction, { kind, text, path: '/', dedupKey });
  }

  /** Every replica shows what a person has to mend, whichever of them has found it. */
  private report(reason: string, since: Date): void {
    if (adviceFor(reason) === undefined) return;
    this.externals.report('vapi', TOPIC, { message: reason, since, needsOperator: true });
  }
}

const RUNNING = {
  suspended_at: null,
  suspended_reason: null,
  probe_at: null,
  probe_wait_ms: null,
  probe_attempt_id: null,
} as const;
