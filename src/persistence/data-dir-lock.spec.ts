import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirLock } from './data-dir-lock';

const now = () => performance.timeOrigin + performance.now();

describe(DataDirLock.name, () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'lock-'));
  const write = (dir: string, holder: object) =>
    writeFileSync(join(dir, 'lock.json'), JSON.stringify(holder));

  it('refuses a folder that a living process of this host has', async () => {
    const dir = folder();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      write(dir, { host: hostname(), pid: other.pid, at: 0 });
      expect(() => DataDirLock.take(dir)).toThrow(/in use by process \d+.*DATA_DIR/);
    } finally {
      other.kill('SIGKILL');
      await once(other, 'exit');
    }
    const taken = DataDirLock.take(dir);
    expect(JSON.parse(readFileSync(join(dir, 'lock.json'), 'utf8'))).toMatchObject({ pid: process.pid });
    taken.release();
  });

  it('waits for a holder on another host to fall silent', () => {
    const dir = folder();
    write(dir, { host: 'another-pod', pid: 1, at: now() - 1_000 });
    expect(() => DataDirLock.take(dir)).toThrow('another-pod');
    write(dir, { host: 'another-pod', pid: 1, at: now() - 60_000 });
    DataDirLock.take(dir).release();
  });

  it('takes a folder whose lock cannot be read, and leaves none behind', () => {
    const dir = folder();
    writeFileSync(join(dir, 'lock.json'), '{');
    DataDirLock.take(dir).release();
    expect(() => readFileSync(join(dir, 'lock.json'))).toThrow('ENOENT');
  });
});
