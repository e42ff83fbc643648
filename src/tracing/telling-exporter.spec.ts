import { ConsoleLogger, Logger } from '@nestjs/common';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { TellingExporter } from './telling-exporter';

class KeptLog extends ConsoleLogger {
  readonly said: string[] = [];
  override warn(message: unknown): void {
    this.said.push(`warn ${JSON.stringify(message)}`);
  }
  override log(message: unknown): void {
    this.said.push(`log ${JSON.stringify(message)}`);
  }
}

/** Takes spans or not, as it is told. */
class FakeExporter implements SpanExporter {
  takes = true;
  export(_spans: unknown, done: Parameters<SpanExporter['export']>[1]): void {
    done(this.takes ? { code: 0 } : { code: 1, error: new Error('ECONNREFUSED') });
  }
  async shutdown(): Promise<void> {
    await Promise.resolve();
  }
}

it('a collector that goes away is told of once, and once when it is back', () => {
  const log = new KeptLog();
  Logger.overrideLogger(log);
  const inner = new FakeExporter();
  const exporter = new TellingExporter(inner);
  for (const takes of [true, false, false, true, true]) {
    inner.takes = takes;
    exporter.export([], () => undefined);
  }
  expect(log.said).toHaveLength(2);
  expect(log.said[0]).toMatch(/^warn /);
  expect(log.said[1]).toContain('takes traces again');
  Logger.overrideLogger(new ConsoleLogger());
});
