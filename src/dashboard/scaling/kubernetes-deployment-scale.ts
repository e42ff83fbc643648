import type { AppsV1Api, V1Scale } from '@kubernetes/client-node';
import { HttpException, HttpStatus, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '../../common/errors';
import { DeploymentScale, Scale } from './deployment-scale';

/** Where the API is, and which Deployment is ours. */
export interface KubernetesTarget {
  readonly api: Pick<AppsV1Api, 'readNamespacedDeploymentScale' | 'patchNamespacedDeploymentScale'>;
  readonly namespace: string;
  readonly name: string;
  /** The header by which a patch is read as a merge patch, as the client wants it. */
  readonly asMergePatch: Parameters<AppsV1Api['patchNamespacedDeploymentScale']>[1];
}

/** For one request (ms): somebody is looking at the page. */
const TIMEOUT_MS = 5_000;

/** Asks the API server for the subresource `scale` of our Deployment, with `get` and `patch`, and for nothing else. */
export class KubernetesDeploymentScale extends DeploymentScale {
  readonly #logger = new Logger(KubernetesDeploymentScale.name);
  #target: Promise<KubernetesTarget> | undefined;

  /** @param connect asked once, when it is first needed; again after it has failed */
  constructor(
    private readonly connect: () => Promise<KubernetesTarget>,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
    super();
  }

  async read(): Promise<Scale> {
    return await this.ask(({ api, namespace, name }) =>
      api.readNamespacedDeploymentScale({ namespace, name }),
    );
  }

  async set(replicas: number): Promise<Scale> {
    return await this.ask(({ api, namespace, name, asMergePatch }) =>
      api.patchNamespacedDeploymentScale({ namespace, name, body: { spec: { replicas } } }, asMergePatch),
    );
  }

  private async ask(request: (target: KubernetesTarget) => Promise<V1Scale>): Promise<Scale> {
    try {
      this.#target ??= this.connect();
      const target = await this.#target;
      const answer = await Promise.race([request(target), this.timeUp()]);
      const replicas = answer.spec?.replicas ?? 0;
      return { name: target.name, replicas, ready: answer.status?.replicas ?? 0 };
    } catch (thrown) {
      this.#target = undefined;
      const error = toError(thrown);
      this.#logger.warn({ err: error }, 'Kubernetes could not be asked for the scale');
      throw new HttpException(adviceFor(error), HttpStatus.BAD_GATEWAY, { cause: error });
    }
  }

  private async timeUp(): Promise<never> {
    await sleep(this.timeoutMs, undefined, { ref: false });
    throw new Error(`No answer within ${this.timeoutMs} ms`);
  }
}

function adviceFor(error: Error): string {
  switch ('code' in error ? error.code : undefined) {
    case 401:
    case 403:
      return 'Kubernetes refuses: bind the Role of k8s/base, and mount the token with the component dashboard-scaling';
    case 404:
      return 'Kubernetes knows no such Deployment: set KUBERNETES_DEPLOYMENT to its name';
    default:
      return 'Kubernetes cannot be asked just now; try again shortly';
  }
}
