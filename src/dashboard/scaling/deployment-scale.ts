/** How many replicas of the service there are. */
export interface Scale {
  /** The Deployment's name. */
  readonly name: string;
  /** Wished for. */
  readonly replicas: number;
  /** Pods that there are: the scale tells no more of them. */
  readonly ready: number;
}

/**
 * Port: the number of replicas of this very Deployment. An autoscaler for the same Deployment undoes what is set here:
 * one of the two has to go.
 */
export abstract class DeploymentScale {
  /** `undefined`: scaling is switched off. @throws HttpException with what to do when Kubernetes refuses or is away */
  abstract read(): Promise<Scale | undefined>;

  /** Sets the wish; Kubernetes starts and stops pods after that. Setting what is set does no harm. Otherwise as {@link read}. */
  abstract set(replicas: number): Promise<Scale | undefined>;
}

/** Where `KUBERNETES_SCALING` is not set. */
export class NoDeploymentScale extends DeploymentScale {
  async read(): Promise<undefined> {
    return undefined;
  }

  async set(): Promise<undefined> {
    return undefined;
  }
}
