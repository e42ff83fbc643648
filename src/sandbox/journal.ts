import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SandboxClock } from './sandbox-options';
import { isObject } from './http/json';

const ENTRIES = 'journal.jsonl';
const TIME = 'time';

/** One line of the journal: the thing's whole new value, or null when it is gone. The last line of a thing wins. */
interface Line {
  at: string;
  kind: string;
  id: string;
  value: unknown;
}

function isLine(value: unknown): value is Line {
  return (
    isObject(value) &&
    typeof value.at === 'string' &&
    typeof value.kind === 'string' &&
    typeof value.id === 'string'
  );
}

/** Lines that can be read; a last line torn by a kill is passed over. */
function readLines(directory: string): Line[] {
  const path = join(directory, ENTRIES);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        const line: unknown = JSON.parse(text);
        return isLine(line) ? [line] : [];
      } catch {
        return [];
      }
    });
}

/**
 * The business time at which the journal in this folder stopped, so that a clock can be started there again;
 * undefined when there is none.
 */
export function journaledTime(journalDirectory: string): Date | undefined {
  const path = join(journalDirectory, TIME);
  const beat = existsSync(path) ? Date.parse(readFileSync(path, 'utf8')) : Number.NaN;
  const times = [beat, ...readLines(journalDirectory).map(({ at }) => Date.parse(at))].filter(
    (ms) => !Number.isNaN(ms),
  );
  if (times.length === 0) return undefined;
  return new Date(times.reduce((latest, ms) => Math.max(latest, ms)));
}

/**
 * Makes the simulators' state outlive their process. Every change is written with a synchronous system call
 * before it is answered, so a killed process loses nothing it has confirmed; only a power cut could. Without a
 * directory nothing is kept.
 */
export class Journal {
  private readonly things = new Map<string, Map<string, unknown>>();
  private file: number | undefined;
  private timeFile: number | undefined;
  private heartbeat: NodeJS.Timeout | undefined;

  constructor(
    directory: string | undefined,
    private readonly clock: SandboxClock,
  ) {
    if (directory === undefined) return;
    mkdirSync(directory, { recursive: true });
    for (const line of readLines(directory)) this.keep(line.kind, line.id, line.value);
    this.compact(directory);
    this.file = openSync(join(directory, ENTRIES), 'a');
    this.timeFile = openSync(join(directory, TIME), existsSync(join(directory, TIME)) ? 'r+' : 'w');
    this.heartbeat = setInterval(() => this.beat(), 200);
    this.heartbeat.unref();
  }

  /** What was journaled of this kind, in the order in which the things first came up. */
  load(kind: string): [id: string, value: unknown][] {
    return [...(this.things.get(kind) ?? [])];
  }

  /** Writes the new value of a thing, or that it is gone (null). Returns when the system has it. */
  write(kind: string, id: string, value: unknown): void {
    if (this.file === undefined) return;
    writeSync(this.file, `${JSON.stringify({ at: this.clock.now().toISOString(), kind, id, value })}\n`);
  }

  close(): void {
    clearInterval(this.heartbeat);
    if (this.timeFile !== undefined) {
      this.beat();
      closeSync(this.timeFile);
    }
    if (this.file !== undefined) closeSync(this.file);
    this.file = this.timeFile = undefined;
  }

  private keep(kind: string, id: string, value: unknown): void {
    const ofKind = this.things.get(kind) ?? new Map<string, unknown>();
    this.things.set(kind, ofKind);
    if (value === null) ofKind.delete(id);
    else ofKind.set(id, value);
  }

  /** Rewrites the file with one line a thing, through a rename, so that restarts do not make it grow for ever. */
  private compact(directory: string): void {
    const at = (journaledTime(directory) ?? this.clock.now()).toISOString();
    const lines = [...this.things].flatMap(([kind, things]) =>
      [...things].map(([id, value]) => `${JSON.stringify({ at, kind, id, value })}\n`),
    );
    writeFileSync(join(directory, `${ENTRIES}.new`), lines.join(''));
    renameSync(join(directory, `${ENTRIES}.new`), join(directory, ENTRIES));
  }

  /** The time is of fixed length and written in place by one call: a kill can't leave half of it. */
  private beat(): void {
    if (this.timeFile !== undefined) writeSync(this.timeFile, this.clock.now().toISOString(), 0);
  }
}
