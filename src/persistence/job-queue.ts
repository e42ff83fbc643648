import { Logger } from '@nestjs/common';
import { fromKysely, PgBoss } from 'pg-boss';
import { NIL, v5 as idOf } from 'uuid';
import { LauraError, toError } from '../common/errors';
import { OpenDatabase, Transaction } from './database';

/** What a worker is given: ids only, since jobs are kept for a while and must not hold personal data. */
export type JobData = Readonly<Record<string, string>>;

/**
 * Durable jobs. A job is enqueued in the transaction that changes the state, so neither exists without the other.
 * Delivery is at least once: a handler must bear running twice.
 */
export class JobQueue {
  readonly #logger = new Logger(JobQueue.name);
  readonly #boss: PgBoss;
  #started: Promise<unknown> | undefined;

  constructor(queue: OpenDatabase['queue'], onError: (error: Error) => void) {
    this.#boss = new PgBoss({ ...queue, schema: 'jobs', useListenNotify: true, schedule: false });
    this.#boss.on('error', onError);
  }

  /** Makes queues ready for jobs; called by each of their owners, before anything is enqueued. */
  async start(queues: readonly string[]): Promise<void> {
    this.#started ??= this.#boss.start();
    await this.#started;
    for (const name of queues) {
      // Retries go on for about a day: a job that fails is a defect or an outage, and the inbox keeps its event.
      await this.#boss.createQueue(name, {
        notify: true,
        retryLimit: 20,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 3_600,
        expireInSeconds: 60,
      });
      // Makes pg-boss read the queue's settings now: it keeps them, and reading them first inside a caller's
      // transaction would wait for ever for PGlite's one connection.
      await this.#boss.findJobs(name, { id: NIL });
    }
  }

  /** @param key two jobs of one queue with the same key are one, for as long as the first is kept (days) */
  async enqueue(transaction: Transaction, queue: string, data: JobData, key?: string): Promise<void> {
    const id = key === undefined ? {} : { id: idOf(key, NIL) };
    await this.#boss.send(queue, data, { db: fromKysely(transaction), ...id });
  }

  /** Runs `handle` for each job; a rejection makes the job come again later. */
  async work(queue: string, handle: (data: JobData) => Promise<void>): Promise<void> {
    const options = {
      pollingIntervalSeconds: 2,
      notifyPollingIntervalSeconds: 5,
      batchSize: 1,
      localConcurrency: 4,
    };
    await this.#boss.work<JobData>(queue, options, async (jobs) => {
      for (const job of jobs) {
        try {
          await handle(job.data);
        } catch (error) {
          this.#logger.error({ err: toError(error), queue, jobId: job.id, ...job.data }, 'A job failed');
          // pg-boss keeps what is thrown, and a database's error may hold the values of its statement.
          throw new LauraError('JOB_FAILED', `Job ${job.id} of ${queue} failed: the log says why`);
        }
      }
    });
  }

  /** Takes no further jobs and waits for those in hand. */
  async stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = undefined;
    await this.#boss.stop({ graceful: true, close: true, timeout: 5_000 });
  }
}
