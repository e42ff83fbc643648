import { Injectable, UnprocessableEntityException } from '@nestjs/common';
import { InvalidFieldsException } from '../../common/invalid-fields.exception';
import { CampaignSettings } from '../../config/settings';
import { Campaign } from '../../orchestration/campaign';
import { Database } from '../../persistence/database';
import { CallsInHand, Ending } from './calls-in-hand';
import { LimitsDto } from './limits.dto';
import { OperatorActions } from './operator-actions';

/** What operators do to the campaign as a whole; each deed and the record of it are one transaction. */
@Injectable()
export class CampaignCommands {
  constructor(
    private readonly database: Database,
    private readonly campaign: Campaign,
    private readonly calls: CallsInHand,
    private readonly actions: OperatorActions,
    private readonly settings: CampaignSettings,
  ) {}

  /** In force once it resolves: no dial begins on any replica. Calls that are up go on. */
  async pause(who: string, reason: string): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const wasRunning = await this.campaign.pause(reason, transaction);
      await this.actions.record(transaction, { who, command: 'pause', reason, detail: { wasRunning } });
    });
  }

  async resume(who: string, reason: string): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      await this.campaign.resume(transaction);
      await this.actions.record(transaction, { who, command: 'resume', reason });
    });
  }

  /**
   * Pauses, then ends every call in hand. The pause stands even if this process dies before the last call is ended; the
   * same command again ends the rest.
   */
  async stop(who: string, reason: string): Promise<Ending> {
    await this.database.transaction().execute(async (transaction) => {
      const wasRunning = await this.campaign.pause(reason, transaction);
      await this.actions.record(transaction, { who, command: 'stop', reason, detail: { wasRunning } });
    });
    return await this.calls.endAll();
  }

  /** In force at the next tick of every replica. @throws UnprocessableEntityException for more than is configured */
  async limit(who: string, { lines, callsPerSecond }: LimitsDto): Promise<void> {
    if (lines === undefined && callsPerSecond === undefined) {
      throw new InvalidFieldsException([
        { field: 'lines', detail: 'lines, callsPerSecond or both must be given' },
      ]);
    }
    const most = this.settings;
    if (typeof lines === 'number' && (lines < 1 || lines > most.lines)) {
      throw new UnprocessableEntityException(
        `lines must be 1 to ${most.lines}, which MAX_CONCURRENT_CALLS sets`,
      );
    }
    if (
      typeof callsPerSecond === 'number' &&
      !(callsPerSecond > 0 && callsPerSecond <= most.callsPerSecond)
    ) {
      const limit = `above 0 and at most ${most.callsPerSecond}, which CALLS_PER_SECOND sets`;
      throw new UnprocessableEntityException(`callsPerSecond must be ${limit}`);
    }
    await this.database.transaction().execute(async (transaction) => {
      await this.campaign.limit({ lines, callsPerSecond }, transaction);
      const detail = { lines, callsPerSecond };
      await this.actions.record(transaction, { who, command: 'limits', subject: inWords(detail), detail });
    });
  }
}

function inWords({ lines, callsPerSecond }: LimitsDto): string {
  return [
    ...(lines === undefined ? [] : [`lines: ${lines ?? 'as configured'}`]),
    ...(callsPerSecond === undefined ? [] : [`calls a second: ${callsPerSecond ?? 'as configured'}`]),
  ].join(', ');
}
