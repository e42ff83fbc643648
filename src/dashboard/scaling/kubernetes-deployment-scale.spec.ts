import { Logger } from '@nestjs/common';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { inCluster } from './in-cluster';
import { KubernetesDeploymentScale } from './kubernetes-deployment-scale';

/** As much of an API server as the scale of one Deployment takes. */
class FakeApiServer {
  readonly requests: { method?: string; url?: string; type?: string; token?: string; body: string }[] = [];
  replicas = 2;
  /** Answers all requests with this; 0: never answers. */
  status = 200;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { method, url, headers } = request;
        const { authorization: token, 'content-type': type } = headers;
        this.requests.push({ method, url, type, token, body });
        if (this.status === 0) return;
        if (method === 'PATCH' && this.status === 200) {
          this.replicas = (JSON.parse(body) as { spec: { replicas: number } }).spec.replicas;
        }
        response.writeHead(this.status, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(this.status === 200 ? this.scale() : { kind: 'Status', code: this.status }),
        );
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  private scale() {
    const metadata = { name: 'laura-solar', namespace: 'sales' };
    const [kind, apiVersion] = ['Scale', 'autoscaling/v1'];
    return { kind, apiVersion, metadata, spec: { replicas: this.replicas }, status: { replicas: 2 } };
  }
}

let server: FakeApiServer;
let scale: KubernetesDeploymentScale;

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  server = new FakeApiServer();
  const address = await server.listen();
  const connect = () =>
    inCluster('laura-solar', (config) => {
      // The client takes plain HTTP only from who has given up on TLS.
      const cluster = { name: 'fake', server: address, skipTLSVerify: true };
      config.loadFromClusterAndUser(cluster, { name: 'pod', token: 'of-the-pod' });
      Object.assign(config.contexts[0] ?? {}, { namespace: 'sales' });
    });
  scale = new KubernetesDeploymentScale(connect, 500);
});

afterEach(() => server.stop());

const SCALE = '/apis/apps/v1/namespaces/sales/deployments/laura-solar/scale';

describe('KubernetesDeploymentScale', () => {
  it("reads the scale of its own Deployment with the pod's token", async () => {
    expect(await scale.read()).toEqual({ name: 'laura-solar', replicas: 2, ready: 2 });
    expect(server.requests).toMatchObject([{ method: 'GET', url: SCALE, token: 'Bearer of-the-pod' }]);
  });

  it('sets nothing but the number of replicas, of the scale alone', async () => {
    expect(await scale.set(5)).toEqual({ name: 'laura-solar', replicas: 5, ready: 2 });
    expect(server.replicas).toBe(5);
    expect(server.requests).toMatchObject([
      { method: 'PATCH', url: SCALE, type: 'application/merge-patch+json', body: '{"spec":{"replicas":5}}' },
    ]);
  });

  it.each([
    [403, 'Role'],
    [404, 'KUBERNETES_DEPLOYMENT'],
    [500, 'try again'],
    [0, 'try again'],
  ])('answers 502 with what to do when the API server answers %d', async (status, advice) => {
    server.status = status;
    const refused = await scale.read().catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 502, message: expect.stringContaining(advice) as string });
  });

  it('works again when Kubernetes does', async () => {
    server.status = 500;
    await expect(scale.read()).rejects.toMatchObject({ status: 502 });
    server.status = 200;
    expect(await scale.read()).toMatchObject({ replicas: 2 });
  });

  it('says so where no token is mounted', async () => {
    const outside = new KubernetesDeploymentScale(() =>
      inCluster('laura', (config) => config.loadFromCluster('/nowhere')),
    );
    await expect(outside.read()).rejects.toMatchObject({ status: 502 });
  });
});
