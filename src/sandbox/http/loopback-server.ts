import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { RecordedRequest } from '../sandbox-options';
import type { Answer } from './answer';

/** A request with its body read. */
export interface ReceivedRequest {
  method: string;
  /** Decoded, never empty path segments: `/v0/app1/My%20Leads/?` gives `['v0', 'app1', 'My Leads']`. */
  segments: string[];
  query: URLSearchParams;
  /** Path with query as it came. */
  path: string;
  headers: IncomingMessage['headers'];
  /** The raw body; '' when there was none. */
  body: string;
}

export type Handler = (request: ReceivedRequest) => Answer | Promise<Answer>;

/** Longer than any URL the services accept, so that the simulators and not the parser refuse a long one. */
const MAX_HEADER_BYTES = 65_536;
const DRIP_EVERY_MS = 50;

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * An HTTP server on 127.0.0.1 that can also misbehave as real ones do (see `Answer`), and that remembers every
 * request. Closing it cuts the connections that are still open.
 */
export class LoopbackServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
    /** Every request since the start, the oldest first; those of the sandbox's own control routes excepted. */
    readonly requests: readonly RecordedRequest[],
  ) {}

  /** Starts listening. `port` 0 means any free one. */
  static async listen(port: number, handle: Handler, now: () => Date): Promise<LoopbackServer> {
    const requests: RecordedRequest[] = [];
    const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (message, response) => {
      serve(message, response, handle, now, requests).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return new LoopbackServer(server, `http://127.0.0.1:${bound}`, requests);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  handle: Handler,
  now: () => Date,
  requests: RecordedRequest[],
): Promise<void> {
  const path = message.url ?? '/';
  const url = new URL(path, 'http://127.0.0.1');
  const method = message.method ?? 'GET';
  const recorded: RecordedRequest = { method, path, at: now().toISOString() };
  const requestId = message.headers['x-request-id'];
  if (typeof requestId === 'string') recorded.requestId = requestId;
  if (!url.pathname.startsWith('/_sandbox/')) requests.push(recorded);
  const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const body = await readBody(message);
  const answer = await handle({
    method,
    segments,
    query: url.searchParams,
    path,
    headers: message.headers,
    body,
  });
  if ('status' in answer) recorded.status = answer.status;
  give(answer, response);
}

function give(answer: Answer, response: ServerResponse): void {
  switch (answer.kind) {
    case 'reply':
      response
        .writeHead(answer.status, { 'content-type': answer.contentType, ...answer.headers })
        .end(answer.body);
      return;
    case 'stall':
      begin(response, answer);
      response.write(answer.body.slice(0, Math.ceil(answer.body.length / 2)));
      return;
    case 'drip':
      begin(response, answer);
      drip(response, Buffer.from(answer.body));
      return;
    case 'drop':
      response.socket?.destroy();
      return;
    case 'hang':
      return;
    default:
      answer satisfies never;
  }
}

/** Promises one byte more than will ever come. */
function begin(response: ServerResponse, { status, body }: { status: number; body: string }): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body) + 1,
  });
}

/** A byte at a time, until the other side has had enough: a limit on silence alone never ends it. */
function drip(response: ServerResponse, body: Buffer): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < body.length) response.write(body.subarray(sent, (sent += 1)));
  }, DRIP_EVERY_MS);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}
