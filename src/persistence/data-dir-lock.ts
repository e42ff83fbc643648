import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LauraError } from '../common/errors';

/** How often the holder shows that it lives, and after what silence another host may take over (ms). */
const HEARTBEAT_MS = 5_000;
const SILENCE_MS = 20_000;

interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly at: number;
}

/**
 * Keeps a second process off the embedded database: PGlite takes no lock of its own, and two writers destroy its files.
 * A killed holder on this host is recognised by its process being gone; one on another host (a pod that shares the
 * volume) by its silence.
 */
export class DataDirLock {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(folder: string) {
    this.#file = join(folder, 'lock.json');
    this.beat();
    this.#timer = setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  /** @throws LauraError when another process has the folder */
  static take(folder: string): DataDirLock {
    const holder = readHolder(join(folder, 'lock.json'));
    if (holder && isAlive(holder)) {
      const message = `The data folder is in use by process ${holder.pid} on ${holder.host}: stop it, or set another DATA_DIR (several replicas need DATABASE_URL)`;
      throw new LauraError('DATA_DIR_IN_USE', message);
    }
    return new DataDirLock(folder);
  }

  release(): void {
    clearInterval(this.#timer);
    rmSync(this.#file, { force: true });
  }

  private beat(): void {
    const holder: Holder = { host: hostname(), pid: process.pid, at: epochMs() };
    writeFileSync(this.#file, JSON.stringify(holder));
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ host, pid, at }: Holder): boolean {
  if (host !== hostname()) return epochMs() - at < SILENCE_MS;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Real time: a heartbeat is between machines, not between business events. */
function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
