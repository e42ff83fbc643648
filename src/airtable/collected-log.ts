import { LoggerService } from '@nestjs/common';

/** For tests: keeps log lines instead of printing them. */
export class CollectedLog implements LoggerService {
  readonly lines: { readonly level: string; readonly message: string }[] = [];

  at(level: string): string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }

  log(message: unknown): void {
    this.keep('log', message);
  }

  warn(message: unknown): void {
    this.keep('warn', message);
  }

  error(message: unknown): void {
    this.keep('error', message);
  }

  private keep(level: string, message: unknown): void {
    this.lines.push({ level, message: String(message) });
  }
}
