import { Injectable, Logger } from '@nestjs/common';
import { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { sql } from 'kysely';
import { ExternalApi, toError } from '../common/errors';
import { ExternalApis } from '../common/external-apis';
import { scrub } from '../common/redaction';
import { Database } from '../persistence/database';
import { pendingMigrations } from '../persistence/migrate';

/** How long the database may take (ms). A probe's own timeout must be longer, else the pod dies of slowness. */
const DATABASE_TIMEOUT_MS = 2_000;

/** How long an answer holds (ms): anyone may ask, and asking must not load the database. */
const ANSWER_HOLDS_MS = 500;

/** What stands between this process and its work, piece by piece, in Terminus's shape. */
@Injectable()
export class ReadinessService {
  readonly #logger = new Logger('Readiness');
  #databaseAnswered = true;

  constructor(
    private readonly database: Database,
    private readonly apis: ExternalApis,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Up when the database answers in time. Says nothing of why not: anyone may read it, and the log tells more. */
  async databaseAnswers(): Promise<HealthIndicatorResult> {
    return await this.indicators
      .check('database')
      .attempt(async () => {
        try {
          await sql`select 1`.execute(this.database);
          this.note(undefined);
        } catch (error) {
          this.note(error);
          throw new Error('The database does not answer', { cause: error });
        }
      })
      .withTimeout(DATABASE_TIMEOUT_MS)
      .cacheFor(ANSWER_HOLDS_MS);
  }

  /** Up when every migration of this build has been run on the database. */
  async migrationsAreDone(): Promise<HealthIndicatorResult> {
    return await this.indicators
      .check('migrations')
      .attempt(async () => {
        const pending = await pendingMigrations(this.database).catch((cause: unknown) => {
          throw new Error('It is not known which migrations were run', { cause });
        });
        if (pending.length > 0) throw new Error(`Not yet run: ${pending.join(', ')}`);
      })
      .withTimeout(DATABASE_TIMEOUT_MS)
      .cacheFor(ANSWER_HOLDS_MS);
  }

  /**
   * Degraded, never down: the pod must stay in service to take webhooks while another service is away.
   * Each fault with its message, its beginning and whether a person has to mend something.
   */
  apiIsWell(api: ExternalApi): HealthIndicatorResult {
    const faults = this.apis.faults(api);
    const session = this.indicators.check(api);
    if (faults.length === 0) return session.up();
    return session.degraded({
      faults: faults.map(({ message, since, needsOperator }) => ({
        message: scrub(message),
        since: since.toISOString(),
        needsOperator,
      })),
    });
  }

  /** Logs changes only: probes come every few seconds, for as long as an outage lasts. */
  private note(error: unknown): void {
    const answers = error === undefined;
    if (answers === this.#databaseAnswered) return;
    this.#databaseAnswered = answers;
    if (answers) this.#logger.log('The database answers again');
    else this.#logger.warn({ err: toError(error) }, 'The database does not answer: not ready');
  }
}
