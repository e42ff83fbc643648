import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attempts } from '../call-log/attempts';
import { LineSignal } from '../call-log/line-signal';
import { linesInUse } from '../call-log/lines-in-use';
import { Clock } from '../common/clock';
import { LauraError } from '../common/errors';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { Script } from '../script/script.service';
import { limitsOf } from './limits';
import { dialSlots } from './pacing';
import { Reservation } from './reservation';
import { ReadyStock } from './ready-stock';
import { TICK_MS } from './tempo';

/** How a ready lead's wait ended; `unlawful`: its new ruling has dealt with it already. */
export type Turn = 'begun' | 'refused' | 'unlawful' | 'stopped' | 'overdue';

/** What stands between a lead at the head and its dial. */
type Step = 'begun' | 'refused' | { readonly waitMs: number; readonly dialAt: Date | undefined };

/**
 * A process that was frozen between the commit and the request must not ask any more (real ms): by then another replica
 * may be about to take the attempt over.
 */
const DIALING_LASTS_MS = 10_000;

/** How often a line that another replica's call held is looked for (real ms); our own say so themselves. */
const LOOK_MS = 250;
/** A slot that was missed by more than this (real ms) is lost: those after it are others'. */
const LATE_MS = 250;

/**
 * Where ready leads wait for a line and for their slot in the dial rate, one after the other. Both are given out under
 * the lock of the campaign's row, in the transaction that commits `dialing`: so they hold over all replicas, and a line
 * that comes free is taken at once by a lead which was marked and judged before.
 */
@Injectable()
export class DialTurns {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly attempts: Attempts,
    private readonly lines: LineSignal,
    private readonly stock: ReadyStock,
    private readonly campaign: CampaignSettings,
    private readonly script: Script,
    private readonly clock: Clock,
  ) {}

  /**
   * @param isLawful asked each time before a dial could begin, after however long a wait
   * @param stop aborted at shutdown
   */
  async take(
    { attempt, dialAt }: Pick<Reservation, 'attempt' | 'dialAt'>,
    isLawful: () => Promise<boolean>,
    stop: AbortSignal,
  ): Promise<Turn> {
    const readyAt = performance.now();
    return await this.inOrder(async () => {
      let slot = dialAt;
      for (;;) {
        await this.untilSlot(slot, stop);
        if (stop.aborted) return 'stopped';
        if (this.stock.isOverdue(performance.now() - readyAt)) return 'overdue';
        if (!(await isLawful())) return 'unlawful';
        const askedAt = performance.now();
        const step = await this.begin(attempt, slot);
        if (step === 'begun' && performance.now() - askedAt > DIALING_LASTS_MS) {
          const message = `Attempt ${attempt.id} was held up before the provider could be asked`;
          throw new LauraError('DIAL_TOO_LATE', message);
        }
        if (typeof step === 'string') return step;
        slot = step.dialAt;
        await Promise.race([this.lines.next(), this.pause(step.waitMs, stop)]);
      }
    });
  }

  private async begin(
    { id, holder, campaign }: Reservation['attempt'],
    slot: Date | undefined,
  ): Promise<Step> {
    return await this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('campaigns')
        .selectAll()
        .where('name', '=', campaign)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const { lines, callsPerSecond } = limitsOf(row, this.campaign);
      const { dialed } = await linesInUse(transaction, campaign);
      if (row.paused_at === null && dialed >= lines) return { waitMs: LOOK_MS, dialAt: undefined };
      const now = this.clock.now();
      if (slot === undefined || now.getTime() - slot.getTime() > LATE_MS * this.clock.speed) {
        const nextDialAt = row.next_dial_at ?? undefined;
        const horizonMs = TICK_MS * this.clock.speed;
        const slots = dialSlots({ now, nextDialAt, callsPerSecond, horizonMs, wanted: 1 });
        const [given] = slots.at;
        if (given === undefined) return { waitMs: LOOK_MS, dialAt: undefined };
        await transaction
          .updateTable('campaigns')
          .set({ next_dial_at: slots.nextDialAt })
          .where('name', '=', campaign)
          .execute();
        if (given > now) return { waitMs: 0, dialAt: given };
      }
      const isBegun = await this.attempts.startDialing(transaction, id, holder, now, this.script.version);
      return isBegun ? 'begun' : 'refused';
    });
  }

  private async inOrder<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
    }
  }

  private async untilSlot(slot: Date | undefined, stop: AbortSignal): Promise<void> {
    const waitMs = slot ? (slot.getTime() - this.clock.now().getTime()) / this.clock.speed : 0;
    if (waitMs > 0) await this.pause(waitMs, stop);
  }

  private async pause(ms: number, stop: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  }
}
