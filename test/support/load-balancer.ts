import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** One address for several replicas, as a Kubernetes service is: a connection goes to the next one that listens. */
export class LoadBalancer {
  /** Where the replicas listen on 127.0.0.1; may be changed at any time. */
  readonly ports = new Set<number>();
  readonly #sockets = new Set<Socket>();
  #turn = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => {
      this.#turn += 1;
      const targets = [...this.ports];
      const from = this.#turn % Math.max(1, targets.length);
      this.hold(client);
      this.forward(client, [...targets.slice(from), ...targets.slice(0, from)]);
    });
  }

  static async listen(): Promise<LoadBalancer> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new LoadBalancer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.#sockets.forEach((socket) => socket.destroy());
    await closed;
  }

  private forward(client: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) {
      client.destroy();
      return;
    }
    const target = this.hold(connect(port, '127.0.0.1'));
    const next = () => this.forward(client, others);
    target.once('error', next);
    target.once('connect', () => {
      target.off('error', next);
      client.pipe(target).pipe(client);
      client.once('close', () => target.destroy());
      target.once('close', () => client.destroy());
      client.resume();
    });
  }

  private hold(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
