import type { KubeConfig } from '@kubernetes/client-node';
import { KubernetesTarget } from './kubernetes-deployment-scale';

/**
 * The API server as the pod's own service account reaches it. The client is loaded only when it is needed: it is large,
 * and few need it.
 * @param name of the Deployment
 * @param load where the address, the credentials and the namespace come from
 * @throws outside of a cluster, or where no token is mounted
 */
export async function inCluster(
  name: string,
  load = (config: KubeConfig): void => config.loadFromCluster(),
): Promise<KubernetesTarget> {
  const { AppsV1Api, KubeConfig, PatchStrategy, setHeaderOptions } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  load(config);
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace?.trim();
  if (!namespace)
    throw new Error("No service account's token is mounted: use the component dashboard-scaling");
  const asMergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  return { api: config.makeApiClient(AppsV1Api), namespace, name, asMergePatch };
}
