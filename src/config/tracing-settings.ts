import { parseHeaders } from './checks';
import { Environment } from './environment';

/** Where traces are sent. */
export interface TraceTarget {
  /** Without a trailing slash; the path of OTLP follows it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
}

export class TracingSettings {
  /** Unset: no traces are made. */
  readonly target: TraceTarget | undefined;
  constructor(environment: Environment) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = environment;
    if (endpoint === undefined) return;
    this.target = {
      endpoint: endpoint.replace(/\/+$/, ''),
      headers: headers === undefined ? {} : (parseHeaders(headers) ?? {}),
    };
  }
}
