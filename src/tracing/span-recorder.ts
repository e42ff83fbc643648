import type * as Api from '@opentelemetry/api';
import { OpenStep, StepDetails, StepRecorder } from '../common/call-steps';
import { LauraError, toError } from '../common/errors';
import { TracePlace } from '../common/work';
import { CallSpanIds } from './call-span-ids';

/** Records steps as spans of OpenTelemetry. */
export class SpanRecorder extends StepRecorder {
  /** @param api given, since the package is loaded only where traces are wanted */
  constructor(
    private readonly api: typeof Api,
    private readonly tracer: Api.Tracer,
    private readonly ids: CallSpanIds,
  ) {
    super();
  }

  begin(name: string, details: StepDetails, under: TracePlace | undefined, first?: TracePlace): OpenStep {
    const { kind = 'internal', attributes, startedAt } = details;
    const options: Api.SpanOptions = {
      kind: {
        internal: this.api.SpanKind.INTERNAL,
        client: this.api.SpanKind.CLIENT,
        server: this.api.SpanKind.SERVER,
      }[kind],
      ...(attributes && { attributes: { ...attributes } }),
      ...(startedAt !== undefined && { startTime: startedAt }),
    };
    const span = this.ids.at(first, () => this.tracer.startSpan(name, options, this.contextOf(under)));
    const { traceId, spanId } = span.spanContext();
    return { place: { traceId, spanId }, end: (failure) => this.end(span, failure) };
  }

  private contextOf(under: TracePlace | undefined): Api.Context {
    const { ROOT_CONTEXT, trace, TraceFlags } = this.api;
    if (!under) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, { ...under, traceFlags: TraceFlags.SAMPLED, isRemote: true });
  }

  /** Of a failure its kind: messages of other services may quote what they were sent. */
  private end(span: Api.Span, failure: unknown): void {
    if (failure !== undefined) {
      const error = toError(failure);
      span.setAttribute('error.type', error instanceof LauraError ? error.code : error.name);
      span.setStatus({ code: this.api.SpanStatusCode.ERROR });
    }
    span.end();
  }
}
