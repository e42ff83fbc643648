import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** From the project's folder, in which tests and benchmarks run. */
const MAIN = resolve('dist', 'main.js');
/** What `npm start` gives to V8. */
const V8_OPTIONS = startCommand().slice(1, -1);
const KILL_SWITCH = join(__dirname, 'kill-switch.cjs');

/** The built service as a process of its own, as an operator runs it: it can be killed. */
export class LauraProcess {
  /** Everything it has written to standard output and standard error. */
  output = '';
  readonly #child: ChildProcess;
  readonly #exit: Promise<readonly [number | null, NodeJS.Signals | null]>;

  private constructor(variables: Readonly<Record<string, string>>, options: readonly string[]) {
    // Nothing of the test's own environment but what a process needs to run at all.
    const { PATH, HOME } = process.env;
    this.#child = spawn(process.execPath, [...V8_OPTIONS, ...options, MAIN], {
      env: { PATH, HOME, ...variables },
      cwd: '/',
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.note(chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.note(chunk.toString()));
    this.#exit = once(this.#child, 'exit').then(
      ([code, signal]) => [code as number | null, signal as NodeJS.Signals | null] as const,
    );
  }

  static start(variables: Readonly<Record<string, string>>): LauraProcess {
    return new LauraProcess(variables, []);
  }

  /** @param step at which it kills itself, as `kill-switch.cjs` reads it */
  static startDoomed(variables: Readonly<Record<string, string>>, step: string): LauraProcess {
    return new LauraProcess({ ...variables, KILL_AT: step }, ['--require', KILL_SWITCH]);
  }

  /** One that has loaded its modules and does nothing until {@link begin}: the next to run while another still does. */
  static prepare(): LauraProcess {
    return new LauraProcess({ AWAIT_ORDERS: '1' }, ['--require', KILL_SWITCH]);
  }

  /** Sets a prepared process going. @param step at which it kills itself; none without */
  begin(variables: Readonly<Record<string, string>>, step = ''): void {
    this.#child.stdin?.end(JSON.stringify({ ...variables, KILL_AT: step }));
  }

  private note(text: string): void {
    this.output += text;
    const { SUITE_OUTPUT } = process.env;
    if (SUITE_OUTPUT !== undefined) appendFileSync(join(SUITE_OUTPUT, `${this.#child.pid}.log`), text);
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Sends a signal and resolves with the exit status; `null` when the signal itself ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return await this.exitStatus();
  }

  async exitStatus(): Promise<number | null> {
    return (await this.#exit)[0];
  }

  /** The signal that has ended it. */
  async exitSignal(): Promise<NodeJS.Signals | null> {
    return (await this.#exit)[1];
  }
}

/** The words of `npm start`'s command: Node, its options, the program. */
export function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ');
}
