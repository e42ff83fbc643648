import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { OPEN_STATES } from '../../call-log/attempt-state';
import { toError } from '../../common/errors';
import { CampaignSettings } from '../../config/settings';
import { Database } from '../../persistence/database';
import { CallEnder, CallInHand } from './call-ender';

/** What became of the calls that were in hand. */
export interface Ending {
  /** The provider has taken the end of the call on, or it was over already. */
  readonly ended: number;
  /** Those that may still be up: ended by themselves at the latest after `MAX_CALL_DURATION`. */
  readonly failed: number;
}

/** Real time for all of them (ms). */
const WITHIN_MS = 25_000;
/** Between two looks (ms): requests to place a call may be under way on any replica, and become calls meanwhile. */
const LOOK_EVERY_MS = 500;
/** For each call. */
const TRIES = 3;
const AT_ONCE = 20;

/** Ends the calls of a campaign that is paused: none is added, but for those that were being placed at that moment. */
@Injectable()
export class CallsInHand {
  private readonly logger = new Logger(CallsInHand.name);

  constructor(
    private readonly database: Database,
    private readonly ender: CallEnder,
    private readonly campaign: CampaignSettings,
  ) {}

  /** Resolves within {@link WITHIN_MS}, whatever the provider does; what is still under way then counts as failed. */
  async endAll(): Promise<Ending> {
    const deadline = performance.now() + WITHIN_MS;
    const ended = new Set<string>();
    const tries = new Map<string, number>();
    for (;;) {
      const open = (await this.inHand()).filter(({ id }) => !ended.has(id));
      const hopeful = open.filter(({ id }) => (tries.get(id) ?? 0) < TRIES);
      const leftMs = deadline - performance.now();
      if (hopeful.length === 0 || leftMs <= 0) return { ended: ended.size, failed: open.length };
      const round = this.endEach(
        // What is being placed has no name yet at the provider: it is waited for.
        hopeful.filter(({ state }) => state !== 'dialing'),
        ended,
        tries,
      );
      await Promise.race([round, sleep(leftMs, undefined, { ref: false })]);
      await sleep(Math.min(LOOK_EVERY_MS, Math.max(0, deadline - performance.now())));
    }
  }

  private async endEach(
    calls: readonly CallInHand[],
    ended: Set<string>,
    tries: Map<string, number>,
  ): Promise<void> {
    const waiting = [...calls];
    const work = async () => {
      for (let call = waiting.shift(); call; call = waiting.shift()) {
        tries.set(call.id, (tries.get(call.id) ?? 0) + 1);
        if (await this.isEnded(call)) ended.add(call.id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  private async isEnded(call: CallInHand): Promise<boolean> {
    try {
      return await this.ender.end(call);
    } catch (error) {
      this.logger.warn({ err: toError(error), attemptId: call.id }, 'A call could not be ended');
      return false;
    }
  }

  /** All that may ring or be up. What is reserved only is not dialed any more: it goes back by itself. */
  private async inHand(): Promise<readonly CallInHand[]> {
    return await this.database
      .selectFrom('attempts')
      .leftJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select([
        'attempts.id',
        'attempts.state',
        'attempts.phone',
        'attempts.provider_call_id',
        'attempts.dialing_at',
        'attempts.reserved_at',
        'calls.status',
        'calls.control_url',
      ])
      .where('attempts.campaign', '=', this.campaign.name)
      .where(
        'attempts.state',
        'in',
        OPEN_STATES.filter((state) => state !== 'reserved'),
      )
      .where('attempts.hung_up_at', 'is', null)
      .orderBy('attempts.reserved_at')
      .execute();
  }
}
