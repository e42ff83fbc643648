import { LoggerService } from '@nestjs/common';
import { inspect } from 'node:util';

/** For tests: keeps log lines instead of printing them. */
export class CollectedLog implements LoggerService {
  readonly lines: { readonly level: string; readonly message: string }[] = [];

  at(level: string): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }

  log(message: unknown, words?: unknown): void {
    this.keep('log', message, words);
  }

  warn(message: unknown, words?: unknown): void {
    this.keep('warn', message, words);
  }

  error(message: unknown, words?: unknown): void {
    this.keep('error', message, words);
  }

  /** Ids and errors come before the words. */
  private keep(level: string, message: unknown, words: unknown): void {
    const text = typeof message === 'string' ? message : `${inspect(message)} ${String(words)}`;
    this.lines.push({ level, message: text });
  }
}
