import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { randomBytes } from 'node:crypto';
import { TracePlace } from '../common/work';

/** Ids of spans: by chance, but for the first of a call, whose ids follow from the attempt's. */
export class CallSpanIds implements IdGenerator {
  #first: TracePlace | undefined;

  /** Makes the span that `begin` starts, which it does before it returns, the one at that place. */
  at<T>(place: TracePlace | undefined, begin: () => T): T {
    this.#first = place;
    try {
      return begin();
    } finally {
      this.#first = undefined;
    }
  }

  generateTraceId(): string {
    return this.#first?.traceId ?? randomBytes(16).toString('hex');
  }

  generateSpanId(): string {
    return this.#first?.spanId ?? randomBytes(8).toString('hex');
  }
}
