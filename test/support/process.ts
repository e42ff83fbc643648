import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(__dirname, '..', '..', 'dist', 'main.js');

/** The built service as a process of its own, as an operator runs it: it can be killed. */
export class LauraProcess {
  /** Everything it has written to standard output and standard error. */
  output = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | null>;

  private constructor(variables: Readonly<Record<string, string>>) {
    // Nothing of the test's own environment but what a process needs to run at all.
    const { PATH, HOME } = process.env;
    this.#child = spawn(process.execPath, [MAIN], { env: { PATH, HOME, ...variables }, cwd: '/' });
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#exit = once(this.#child, 'exit').then(([code]) => code as number | null);
  }

  static start(variables: Readonly<Record<string, string>>): LauraProcess {
    return new LauraProcess(variables);
  }

  /** Sends a signal and resolves with the exit status; `null` when the signal itself ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return await this.#exit;
  }

  async exitStatus(): Promise<number | null> {
    return await this.#exit;
  }
}
