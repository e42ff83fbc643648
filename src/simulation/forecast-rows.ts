import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { databaseNow, json } from '../persistence/sql';
import { callsForetold, Forecast, ForecastComparison, wholeDays } from './forecast';

const DAY_MS = 86_400_000;
/** How old a forecast should be that is compared with what happened, and how old it must be (ms). */
const COMPARED = { wishedMs: 7 * DAY_MS, leastMs: DAY_MS };
/** Of days gone by one forecast each is kept, for so long (ms). */
const KEPT_MS = 90 * DAY_MS;
/** Attempts that came to nothing before anybody was called. */
const NEVER_CALLED = ['released', 'rejected', 'not_placed'];

/** The forecasts table. */
@Injectable()
export class ForecastRows {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
  ) {}

  /** The newest, how long ago it was made and how long that took (real ms). */
  async newest(): Promise<{ forecast: Forecast; ageMs: number; tookMs: number } | undefined> {
    const row = await this.database
      .selectFrom('forecasts')
      .select(['result', 'took_ms'])
      .select(sql<number>`extract(epoch from ${databaseNow} - recorded_at)::float8 * 1000`.as('age_ms'))
      .where('campaign', '=', this.campaign.name)
      .orderBy('made_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { forecast: forecastIn(row.result), ageMs: row.age_ms, tookMs: row.took_ms };
  }

  /** Keeps a forecast, and lets go of what is not needed any more: of days gone by all but the last one of each. */
  async keep(id: string, forecast: Forecast, madeAt: Date, tookMs: number): Promise<void> {
    const { name: campaign } = this.campaign;
    await this.database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('forecasts')
        .values({ id, campaign, made_at: madeAt, took_ms: Math.round(tookMs), result: json(forecast) })
        .execute();
      const today = new Date(Math.floor(madeAt.getTime() / DAY_MS) * DAY_MS);
      await transaction
        .deleteFrom('forecasts')
        .where('campaign', '=', campaign)
        .where('made_at', '<', today)
        .where((where) =>
          where.or([
            where('made_at', '<', new Date(madeAt.getTime() - KEPT_MS)),
            where(
              'id',
              'not in',
              where
                .selectFrom('forecasts as last')
                .distinctOn(sql`date_trunc('day', last.made_at at time zone 'UTC')`)
                .select('last.id')
                .where('last.campaign', '=', campaign)
                .orderBy(sql`date_trunc('day', last.made_at at time zone 'UTC')`)
                .orderBy('last.made_at', 'desc'),
            ),
          ]),
        )
        .execute();
    });
  }

  /** What last week's forecast foretold, or the oldest's since; null where none is old enough to have been put to the test. */
  async comparison(now: Date): Promise<ForecastComparison | null> {
    const before = (ms: number) => new Date(now.getTime() - ms);
    const all = this.database
      .selectFrom('forecasts')
      .select(['made_at', 'result'])
      .where('campaign', '=', this.campaign.name);
    const row =
      (await all
        .where('made_at', '<=', before(COMPARED.wishedMs))
        .orderBy('made_at', 'desc')
        .limit(1)
        .executeTakeFirst()) ??
      (await all
        .where('made_at', '<=', before(COMPARED.leastMs))
        .orderBy('made_at')
        .limit(1)
        .executeTakeFirst());
    if (!row) return null;
    const days = wholeDays(row.made_at, now);
    if (days.from >= days.until) return null;
    const { calls } = await this.database
      .selectFrom('attempts')
      .select(sql<number>`count(*)::int`.as('calls'))
      .where('campaign', '=', this.campaign.name)
      .where('dialing_at', '>=', days.from)
      .where('dialing_at', '<', days.until)
      .where('state', 'not in', NEVER_CALLED)
      .executeTakeFirstOrThrow();
    const old = forecastIn(row.result);
    return {
      madeAt: row.made_at.toISOString(),
      predictedCalls: callsForetold(old, days),
      actualCalls: calls,
      predictedFinishAt: old.finishAt.p50,
    };
  }
}

/** Only {@link ForecastRows.keep} writes it. */
function forecastIn(result: unknown): Forecast {
  return result as Forecast;
}
