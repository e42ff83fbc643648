import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox, startSandbox } from '../../src/sandbox/sandbox';
import { irreparableFaults, lastingDisagreements } from '../support/agreement';
import { RealPostgres } from '../support/database';
import { freePort, liveVariables, TUESDAY_NOON, until, WEBHOOK_SECRET } from '../support/laura';
import { MovableClock } from '../support/movable-clock';
import { LauraProcess } from '../support/process';

const PACE = 30;
const MEBIBYTE = 1_048_576;

/** Only root may make a file system. */
const describeIfRoot = process.getuid?.() === 0 ? describe : describe.skip;

/** A file system of its own, in memory, so small that it can be filled. */
class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'laura-disk-'));

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', this.folder]);
  }

  /** Not a byte is left. */
  fill(): void {
    const file = openSync(join(this.folder, 'ballast'), 'a');
    try {
      for (let size = MEBIBYTE; size >= 1; size = size > 1 ? Math.floor(size / 4) : 0) this.write(file, size);
    } finally {
      closeSync(file);
    }
  }

  private write(file: number, size: number): void {
    const bytes = Buffer.alloc(size);
    try {
      while (writeSync(file, bytes) === size);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }

  free(): void {
    rmSync(join(this.folder, 'ballast'), { force: true });
  }

  remove(): void {
    // Lazily: whoever still has a file open may close it later.
    execFileSync('umount', ['--lazy', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describeIfRoot('a live service whose disk is full', () => {
  let disk: SmallDisk;
  let sandbox: Sandbox;
  let laura: LauraProcess;
  let variables: Readonly<Record<string, string>>;
  let url: string;

  beforeEach(async () => {
    disk = new SmallDisk(160);
    sandbox = await startSandbox({ clock: new MovableClock(new Date(TUESDAY_NOON)), leads: 60, pace: PACE });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    variables = { ...liveVariables(sandbox, port), CLOCK_START: TUESDAY_NOON };
  });

  afterEach(async () => {
    await laura.end('SIGKILL');
    await sandbox.close();
    disk.remove();
  });

  const rows = () => sandbox.airtable.records('Calls').length;
  const upNow = () => sandbox.vapi.calls.filter(({ status }) => status !== 'ended').length;
  const deliveries = () => sandbox.vapi.calls.flatMap((call) => call.deliveries);
  const isRefused = () => deliveries().some(({ attempts }) => attempts.some(({ status }) => status === 503));

  /** Larger than what is left of a page that is in use already. */
  const report = async () =>
    await fetch(`${url}/vapi-webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-webhook-token': WEBHOOK_SECRET },
      body: JSON.stringify({
        message: {
          type: 'end-of-call-report',
          call: { id: randomUUID() },
          artifact: { transcript: `User: ${randomBytes(60_000).toString('hex')}` },
        },
      }),
    });

  async function outlives(): Promise<void> {
    await until('calls are up and some are written', () => upNow() >= 3 && rows() >= 3);
    disk.fill();
    const refused = await until('a report is refused', async () => {
      const answer = await report();
      return answer.status === 200 ? undefined : answer;
    });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([503, true]);
    await until('the simulator was refused too', isRefused);
    await until('the calls in hand are over', () => upNow() === 0);
    expect(laura.hasExited).toBe(false);
    expect(irreparableFaults(sandbox)).toEqual([]);
    const dialed = sandbox.vapi.calls.length;

    disk.free();
    await until('the campaign goes on', () => sandbox.vapi.calls.length > dialed + 3, 120_000);
    await until(
      'every ended call has its row',
      () => upNow() === 0 && rows() === sandbox.vapi.calls.length,
      180_000,
    );
    expect(await lastingDisagreements(sandbox, 120_000)).toEqual([]);
  }

  it('refuses what it cannot keep, loses nothing and goes on by itself, with the embedded database', async () => {
    laura = LauraProcess.start({ ...variables, DATA_DIR: join(disk.folder, 'data') });
    await outlives();
  }, 500_000);

  it('does so with a PostgreSQL server', async () => {
    const server = await RealPostgres.start(disk.folder);
    try {
      laura = LauraProcess.start({ ...variables, DATABASE_URL: await server.url() });
      await outlives();
    } finally {
      await laura.end('SIGKILL');
      await server.stop();
    }
  }, 500_000);
});
