import { Logger } from '@nestjs/common';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Done = Parameters<SpanExporter['export']>[1];

/** `ExportResultCode.SUCCESS` of OpenTelemetry's core. */
const SUCCESS = 0;

/** Says once when the collector stops taking spans, and once when it takes them again: by itself the exporter is silent. */
export class TellingExporter implements SpanExporter {
  readonly #logger = new Logger('Tracing');
  #isAway = false;

  constructor(private readonly inner: SpanExporter) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.inner.export(spans, (result) => {
      this.note(result.code === SUCCESS, result.error);
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.inner.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await this.inner.shutdown();
  }

  private note(isTaken: boolean, error: Error | undefined): void {
    if (!isTaken && !this.#isAway)
      this.#logger.warn(
        { err: error },
        'The collector of traces takes none: they are lost, and nothing else',
      );
    if (isTaken && this.#isAway) this.#logger.log('The collector takes traces again');
    this.#isAway = !isTaken;
  }
}
