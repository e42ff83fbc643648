import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CampaignRun } from './campaign-run';
import { runJob, SimulationJob } from './simulation-job';

/** What a run of a million leads stays well below, beside its leads; without a limit V8 clears away later. */
const LIMITS = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 24 };

/** Port: where simulations are run. */
export abstract class SimulationRunner {
  /**
   * Runs the jobs, in any order, and answers with the runs in theirs. Rejects with the first job's error.
   * @param onProgress told now and then how much of all jobs is done, from 0 to 1
   */
  abstract runAll(
    jobs: readonly SimulationJob[],
    onProgress?: (share: number) => void,
  ): Promise<readonly CampaignRun[]>;

  /** Breaks off whatever is running; those who wait for it are rejected. */
  async stop(): Promise<void> {
    await Promise.resolve();
  }
}

/** A thread for each job, as many at once as there are processors: whoever waits is never held up. */
export class WorkerSimulationRunner extends SimulationRunner {
  readonly #workers = new Set<Worker>();

  /**
   * @param threads at once; fewer leave the processors to others
   * @param file the compiled thread
   */
  constructor(
    private readonly threads = availableParallelism(),
    private readonly file = join(__dirname, 'simulation.worker.js'),
  ) {
    super();
  }

  async runAll(
    jobs: readonly SimulationJob[],
    onProgress: (share: number) => void = () => undefined,
  ): Promise<readonly CampaignRun[]> {
    const shares = jobs.map(() => 0);
    const runs = new Map<number, CampaignRun>();
    const waiting = [...jobs.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, job] = next;
        const tell = (share: number) => {
          shares[index] = share;
          onProgress(shares.reduce((sum, one) => sum + one, 0) / jobs.length);
        };
        runs.set(index, await this.runOne(job, tell));
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.threads, jobs.length) }, work));
    return jobs.flatMap((_, index) => runs.get(index) ?? []);
  }

  override async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  private async runOne(job: SimulationJob, tell: (share: number) => void): Promise<CampaignRun> {
    const worker = new Worker(this.file, { workerData: job, resourceLimits: LIMITS });
    this.#workers.add(worker);
    try {
      return await new Promise<CampaignRun>((resolve, reject) => {
        worker.on('message', (message: { readonly progress: number } | { readonly run: CampaignRun }) => {
          if ('run' in message) resolve(message.run);
          else tell(message.progress);
        });
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`The simulation's thread ended with ${code}`)));
      });
    } finally {
      this.#workers.delete(worker);
      await worker.terminate();
    }
  }
}

/** For tests: in this very thread, one job after the other. */
export class InlineSimulationRunner extends SimulationRunner {
  async runAll(jobs: readonly SimulationJob[]): Promise<readonly CampaignRun[]> {
    return await Promise.resolve(jobs.map((job) => runJob(job)));
  }
}
