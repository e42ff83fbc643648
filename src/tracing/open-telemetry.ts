import { VERSION } from '../common/version';
import { TraceTarget } from '../config/tracing-settings';
import { CallSpanIds } from './call-span-ids';
import { SpanRecorder } from './span-recorder';
import { TellingExporter } from './telling-exporter';

/** At this process's end spans are waited for no longer than this (ms). */
const FLUSH_MS = 900;
/** How long spans are gathered before they are sent (ms). */
const GATHER_MS = 1_000;

/** Traces on their way to a collector. */
export interface OpenTelemetry {
  readonly recorder: SpanRecorder;
  /** Sends what is left, and gives up within a second. Never rejects. */
  close(): Promise<void>;
}

/**
 * Loads OpenTelemetry, which takes memory that nobody without a collector should spend, and sends spans as OTLP/HTTP in
 * JSON.
 * @param campaign and `replica` tell processes apart
 */
export async function openTelemetry(
  { endpoint, headers }: TraceTarget,
  campaign: string,
  replica: string,
): Promise<OpenTelemetry> {
  const [api, { BatchSpanProcessor, TracerProvider }, { resourceFromAttributes }, { OTLPTraceExporter }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ]);
  const exporter = new TellingExporter(
    new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers }, timeoutMillis: 5_000 }),
  );
  const ids = new CallSpanIds();
  const provider = new TracerProvider({
    idGenerator: ids,
    resource: resourceFromAttributes({
      'service.name': 'laura',
      'service.version': VERSION,
      'service.instance.id': replica,
      'laura.campaign': campaign,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: GATHER_MS })],
  });
  const recorder = new SpanRecorder(api, provider.getTracer('laura', VERSION), ids);
  return { recorder, close: () => atMost(FLUSH_MS, provider.shutdown()) };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), timeUp]);
  clearTimeout(timer);
}
