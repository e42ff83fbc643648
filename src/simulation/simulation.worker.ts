import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { runJob, SimulationJob } from './simulation-job';

/** The thread's side of `WorkerSimulationRunner`: one job, its progress in shares from 0 to 1, then its run. */
const job = workerData as SimulationJob;
parentPort?.postMessage({ run: runJob(job, (progress) => parentPort?.postMessage({ progress })) });
