import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { CachedValue } from './cached-value';
import { DATABASE_GAUGES, DatabaseGauge, Sample } from './database-gauges';

/** How long a scrape waits for the database (ms). Prometheus itself gives up after ten seconds. */
const DATABASE_TIMEOUT_MS = 2_000;

/** A gauge and what was read for it. */
export interface GaugeReading {
  readonly gauge: DatabaseGauge;
  readonly samples: readonly Sample[];
}

/** Reads the gauges of the database for a scrape, so that scraping, however often, can't load it. */
@Injectable()
export class GaugeReader {
  readonly #logger = new Logger('Metrics');
  readonly #unread = new Set<string>();
  readonly #cached: readonly {
    readonly gauge: DatabaseGauge;
    readonly samples: CachedValue<readonly Sample[]>;
  }[];

  constructor(
    database: Database,
    campaign: CampaignSettings,
    private readonly clock: Clock,
  ) {
    this.#cached = DATABASE_GAUGES.map((gauge) => ({
      gauge,
      samples: new CachedValue(() => this.read(gauge, database, campaign), gauge.holdsMs),
    }));
  }

  /** All that could be read in time. A gauge that could not is absent: an old or a zero value would be a lie. */
  async readings(): Promise<GaugeReading[]> {
    const readings: GaugeReading[] = [];
    const reading = (async () => {
      // One after the other: a scrape takes one connection at most.
      for (const { gauge, samples } of this.#cached) {
        const read = await samples.get().catch(() => undefined);
        if (read) readings.push({ gauge, samples: read });
      }
    })();
    await withinMs(DATABASE_TIMEOUT_MS, reading);
    return [...readings];
  }

  private async read(
    gauge: DatabaseGauge,
    database: Database,
    campaign: CampaignSettings,
  ): Promise<readonly Sample[]> {
    try {
      const samples = await gauge.query(database, campaign, this.clock.now());
      this.#unread.delete(gauge.name);
      return samples;
    } catch (error) {
      // Once for a whole outage, however many gauges and scrapes it spans.
      if (this.#unread.size === 0)
        this.#logger.warn({ err: toError(error) }, `${gauge.name} could not be read`);
      this.#unread.add(gauge.name);
      throw error;
    }
  }
}

/** Resolves when the work is done, or when its time is up: it then goes on unheard. */
async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
