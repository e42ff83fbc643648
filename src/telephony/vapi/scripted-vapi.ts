import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Handler = (request: ReceivedRequest, response: ServerResponse) => void;

/** For tests: an HTTP server that answers by a script and remembers all that it was asked. */
export class ScriptedVapi {
  readonly requests: ReceivedRequest[] = [];
  #handler: Handler = (_request, response) => response.writeHead(500).end();
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const received = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
      this.requests.push(received);
      this.#handler(received, response);
    });
  });

  static async start(): Promise<ScriptedVapi> {
    const vapi = new ScriptedVapi();
    await new Promise<void>((resolve) => vapi.#server.listen(0, '127.0.0.1', resolve));
    return vapi;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Every request from now on is handled so. */
  handle(handler: Handler): void {
    this.#handler = handler;
  }

  /** Every request from now on gets this answer; a text is sent as it is, anything else as JSON. */
  answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    this.handle((_request, response) => response.writeHead(status, headers).end(text));
  }

  /** How often a call was asked for. */
  get callsAskedFor(): number {
    return this.requests.filter(({ method, path }) => method === 'POST' && path === '/call').length;
  }

  /** Ends the server and whatever it still holds open. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
