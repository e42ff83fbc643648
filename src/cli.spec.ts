import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(__dirname, '..', 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'laura-cli-'));

/** The built command line as a process of its own. */
function run(args: readonly string[], variables: Readonly<Record<string, string>>) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: folder, ...variables };
  return spawnSync(process.execPath, [CLI, ...args], { env, cwd: '/', encoding: 'utf8' });
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  it('ends with status 78 when the configuration is unsound, and says what is', () => {
    const { status, stderr } = run(['audit', 'verify'], { PORT: 'x' });
    expect([status, stderr.includes('PORT')]).toEqual([78, true]);
  });

  it('ends with status 69 when there is no ledger to look at', () => {
    const { status, stdout } = run(['audit', 'verify'], {});
    expect([status, stdout]).toEqual([69, '']);
  });
});
