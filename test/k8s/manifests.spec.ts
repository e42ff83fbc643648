import { readFileSync } from 'node:fs';
import { at, KubernetesObject, kustomize, parseObjects, theOnly } from './kustomize';
import { schemaFault, typeFaults } from './schema-faults';

const OVERLAYS = ['solar-spring', 'insurance-renewal', 'single'] as const;
const FOLDERS = ['k8s/base', ...OVERLAYS.map((name) => `k8s/overlays/${name}`)];
const EXAMPLES = ['k8s/secret.example.yaml', 'k8s/external-secret.example.yaml'];
const rendered = new Map<string, KubernetesObject[]>();

/** Rendered once: it takes a while. */
function objectsOf(folder: string): KubernetesObject[] {
  const objects = rendered.get(folder) ?? kustomize(folder);
  rendered.set(folder, objects);
  return objects;
}

const podOf = (folder: string) => at(theOnly(objectsOf(folder), 'Deployment'), 'spec.template.spec');
const containerOf = (folder: string) => at(podOf(folder), 'containers.0');
const kindsOf = (folder: string) => objectsOf(folder).map(({ kind }) => kind);

describe('every object', () => {
  it.each(FOLDERS)("of %s conforms to Kubernetes' schemas", async (folder) => {
    const faults = await Promise.all(objectsOf(folder).map(schemaFault));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
    expect(typeFaults(objectsOf(folder))).toEqual([]);
  });

  it.each(EXAMPLES)('of %s conforms to its schema', async (file) => {
    const objects = parseObjects(readFileSync(file, 'utf8'));
    expect(await Promise.all(objects.map(schemaFault))).toEqual([undefined]);
    expect(typeFaults(objects)).toEqual([]);
  });

  it('that has a wrong or an unknown field is found out', async () => {
    const metadata = { name: 'laura' };
    const wrong = { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: 'eighty' }] } };
    const unknown = { apiVersion: 'v1', kind: 'Service', metadata, spec: { port: [{ port: 80 }] } };
    expect(await schemaFault(wrong)).toContain('port');
    expect(await schemaFault(unknown)).toBeUndefined();
    expect(typeFaults([unknown]).join()).toMatch(/port\W+ does not exist in type/);
  });
});

describe.each(FOLDERS)('the pods of %s', (folder) => {
  it('keep the restricted Pod Security level, on a root file system that is read only', () => {
    expect(podOf(folder)).toMatchObject({
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(folder)).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    expect(Object.keys(podOf(folder) as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^host/)]),
    );
  });

  it('have all three probes, bounds on memory, and more time to stop than the process takes', () => {
    const container = containerOf(folder);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(at(container, `${probe}.httpGet.path`)).toMatch(/^\/health\/(live|ready)$/);
    expect(at(container, 'resources.limits.memory')).toMatch(/Mi$/);
    const preStopSeconds = 5;
    const stopSeconds = Number(/STOP_WITHIN_MS = (\d+_\d+)/.exec(main)?.[1]?.replace('_', '')) / 1_000;
    expect(at(podOf(folder), 'terminationGracePeriodSeconds')).toBeGreaterThan(preStopSeconds + stopSeconds);
  });

  it('are those that every selector selects', () => {
    const labels = at(theOnly(objectsOf(folder), 'Deployment'), 'spec.template.metadata.labels');
    const selectors = [
      at(theOnly(objectsOf(folder), 'Deployment'), 'spec.selector.matchLabels'),
      at(theOnly(objectsOf(folder), 'Service'), 'spec.selector'),
      at(theOnly(objectsOf(folder), 'NetworkPolicy'), 'spec.podSelector.matchLabels'),
      at(podOf(folder), 'topologySpreadConstraints.0.labelSelector.matchLabels'),
      at(podOf(folder), 'topologySpreadConstraints.1.labelSelector.matchLabels'),
      ...objectsOf(folder)
        .filter(({ kind }) => kind === 'PodDisruptionBudget')
        .map((budget) => at(budget, 'spec.selector.matchLabels')),
    ];
    for (const selector of selectors) expect(selector).toEqual(labels);
  });
});

const main = readFileSync('src/main.ts', 'utf8');

describe.each(['solar-spring', 'insurance-renewal'])('the campaign %s', (campaign) => {
  const folder = `k8s/overlays/${campaign}`;

  it('may ask Kubernetes for the scale of its own Deployment and for nothing else', () => {
    const { name } = theOnly(objectsOf(folder), 'Deployment').metadata;
    expect(name).toBe(`laura-${campaign}`);
    expect(theOnly(objectsOf(folder), 'Role').rules).toEqual([
      {
        apiGroups: ['apps'],
        resources: ['deployments/scale'],
        resourceNames: [name],
        verbs: ['get', 'patch'],
      },
    ]);
    expect(at(theOnly(objectsOf(folder), 'RoleBinding'), 'subjects.0.name')).toBe(
      at(podOf(folder), 'serviceAccountName'),
    );
  });

  it('publishes its webhooks and nothing else, at the host of PUBLIC_URL', () => {
    const ingress = theOnly(objectsOf(folder), 'Ingress');
    const paths = at(ingress, 'spec.rules.0.http.paths') as { path: string; pathType: string }[];
    expect(paths.map(({ path }) => path)).toEqual([
      '/vapi-webhook',
      '/vapi-predial',
      '/twilio-status',
      '/automation-result',
    ]);
    expect(paths.every(({ pathType }) => pathType === 'Exact')).toBe(true);
    expect(at(ingress, 'spec.rules.0.host')).toMatch(/^[a-z-]+\.example\.com$/);
  });

  it('is replaced pod by pod, without ever having fewer', () => {
    expect(at(theOnly(objectsOf(folder), 'Deployment'), 'spec.strategy')).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });
});

it('only a campaign whose dashboard scales it holds a token, and it has no autoscaler', () => {
  const holders = FOLDERS.filter((folder) => at(podOf(folder), 'automountServiceAccountToken') !== false);
  expect(holders).toEqual(['k8s/overlays/insurance-renewal']);
  expect(kindsOf('k8s/overlays/insurance-renewal')).not.toContain('HorizontalPodAutoscaler');
  expect(kindsOf('k8s/overlays/solar-spring')).toContain('HorizontalPodAutoscaler');
});

it('a single replica owns its volume alone', () => {
  const folder = 'k8s/overlays/single';
  expect(theOnly(objectsOf(folder), 'Deployment').spec).toMatchObject({
    replicas: 1,
    strategy: { type: 'Recreate' },
  });
  expect(at(podOf(folder), 'volumes')).toContainEqual({
    name: 'data',
    persistentVolumeClaim: { claimName: theOnly(objectsOf(folder), 'PersistentVolumeClaim').metadata.name },
  });
  expect(kindsOf(folder)).not.toContain('HorizontalPodAutoscaler');
  expect(kindsOf(folder)).not.toContain('PodDisruptionBudget');
});
