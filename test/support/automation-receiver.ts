import { createServer, IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { CallMessage } from '../../src/automation/call-message';

export interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What it was answered. */
  readonly status: number;
}

/** An operator's automation: keeps every post, and answers as it is told to. */
export class AutomationReceiver {
  readonly posts: Post[] = [];
  /** What every post is answered, with its headers. */
  answer: readonly [number, Readonly<Record<string, string>>?] = [200];
  readonly #server: Server = createServer((request, response) => void this.take(request, response));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks/secret-path/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  reset(): void {
    this.posts.length = 0;
    this.answer = [200];
  }

  /** What was taken, as a receiver that does not look for repetitions counts it. */
  get taken(): CallMessage[] {
    return this.posts.filter(({ status }) => status < 300).map(({ body }) => JSON.parse(body) as CallMessage);
  }

  get ids(): string[] {
    return this.posts.map(({ headers }) => String(headers['webhook-id']));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [status, headers = {}] = this.answer;
    this.posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), status });
    response.writeHead(status, headers).end(status < 300 ? 'ok' : 'no');
  }
}
