import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { sql } from 'kysely';
import { CountsProperty } from '../common/api-docs';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';

/** What was called within one hour (UTC). */
export class CampaignHour {
  @ApiProperty({ description: 'When it begins' })
  readonly at: Date;

  @ApiProperty({ type: 'integer', example: 31 })
  readonly calls: number;

  @ApiProperty({ type: 'integer', description: 'Calls in which a person was reached', example: 9 })
  readonly answered: number;

  @CountsProperty('By disposition; calls without one yet are `in hand`', { completed: 9, 'no-answer': 22 })
  readonly outcomes: Readonly<Record<string, number>>;
}

export class CampaignHourList {
  @ApiProperty({ type: [CampaignHour], description: 'Oldest first; every hour of the range is there' })
  readonly hours: readonly CampaignHour[];
}

export const HOUR_MS = 3_600_000;
const ANSWERED = new Set(['completed', 'callback-requested', 'opted-out']);

/** Calls by the hour in which they were begun. */
@Injectable()
export class CampaignHours {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /** @param from the hour that it lies in is the first; `to`: the last hour is the one that begins before it */
  async read(from: Date, to: Date): Promise<CampaignHourList> {
    const first = Math.floor(from.getTime() / HOUR_MS);
    const rows = await this.database
      .selectFrom('calls')
      .select(['disposition', sql<number>`floor(extract(epoch from created_at) / 3600)::int`.as('hour')])
      .select(sql<number>`count(*)::int`.as('count'))
      .where('campaign', '=', this.campaign.name)
      .where('created_at', '>=', new Date(first * HOUR_MS))
      .where('created_at', '<', to)
      .groupBy(['hour', 'disposition'])
      .execute();
    const byHour = Map.groupBy(rows, ({ hour }) => hour);
    const hours: CampaignHour[] = [];
    for (let hour = first; hour * HOUR_MS < to.getTime(); hour += 1) {
      const counts = (byHour.get(hour) ?? []).map(
        ({ disposition, count }) => [disposition ?? 'in hand', count] as const,
      );
      hours.push({
        at: new Date(hour * HOUR_MS),
        calls: counts.reduce((sum, [, count]) => sum + count, 0),
        answered: counts.reduce((sum, [name, count]) => sum + (ANSWERED.has(name) ? count : 0), 0),
        outcomes: Object.fromEntries(counts),
      });
    }
    return { hours };
  }
}
