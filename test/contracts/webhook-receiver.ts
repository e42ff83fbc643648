import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  message: Record<string, unknown>;
}

/** A server of the kind an assistant's `server.url` points to: keeps what it gets and answers as it is told. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** Decides status and body of each answer. */
  respond: (webhook: ReceivedWebhook) => { status: number; body?: unknown } = () => ({
    status: 200,
    body: {},
  });
  url = '';

  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { message } = JSON.parse(Buffer.concat(chunks).toString()) as {
        message: Record<string, unknown>;
      };
      const webhook = { headers: request.headers, message };
      this.received.push(webhook);
      const { status, body } = this.respond(webhook);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    });
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('Not listening');
    this.url = `http://127.0.0.1:${address.port}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What came so far: `status-update:ringing`, `end-of-call-report`, … */
  kinds(): string[] {
    return this.received.map(({ message: { type, status } }) =>
      type === 'status-update' ? `${String(type)}:${String(status)}` : String(type),
    );
  }

  find(kind: string): Record<string, unknown> | undefined {
    return this.received[this.kinds().indexOf(kind)]?.message;
  }
}

/** Waits for a fact by looking again and again, for at most `deadlineMs`. */
export async function until(isTrue: () => boolean, deadlineMs = 15_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!isTrue()) {
    if (performance.now() > end)
      throw new Error(`Did not come about within ${deadlineMs} ms: ${String(isTrue)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
