import { createServer, request, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A service that takes its time: passes every request on to another address, each answer late by so much. */
export class DelayProxy {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(target: string, delayMs: number): Promise<DelayProxy> {
    const server = createServer((incoming, outgoing) => {
      const { method, headers, url } = incoming;
      const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
        void sleep(delayMs).then(() => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
      });
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new DelayProxy(server, `http://127.0.0.1:${port}`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
