import { createServer, IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** A span as OTLP writes it in JSON, as far as tests look at it. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  /** Nanoseconds. */
  readonly startTimeUnixNano: string;
  readonly attributes: readonly SentAttribute[];
  readonly status: { readonly code?: number };
}

export interface SentAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly SentAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** A collector of traces that speaks OTLP over HTTP in JSON, and keeps what it is sent. */
export class TraceCollector {
  readonly spans: SentSpan[] = [];
  readonly resource = new Map<string, string | undefined>();
  readonly headers: IncomingHttpHeaders[] = [];
  /** All that was sent, as it was. */
  text = '';
  readonly #server: Server = createServer((request, response) => void this.take(request, response));

  /** @returns what `OTEL_EXPORTER_OTLP_ENDPOINT` is set to */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The spans of one trace in the order in which they began. */
  trace(traceId: string): SentSpan[] {
    const begun = (span: SentSpan) => BigInt(span.startTimeUnixNano);
    return this.spans
      .filter((span) => span.traceId === traceId)
      .toSorted((one, other) => Number(begun(one) - begun(other)));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.headers.push(request.headers);
    this.text += body;
    if (request.url !== '/v1/traces') return void response.writeHead(404).end();
    for (const { resource, scopeSpans } of (JSON.parse(body) as Sent).resourceSpans) {
      for (const { key, value } of resource.attributes) this.resource.set(key, value.stringValue);
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }
}
