import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';

/** As much of any Kubernetes object as all have in common. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

const INSTALL =
  'kubectl 1.27 or newer is needed to render the manifests. On Debian 13: apt-get install kubernetes-client; ' +
  'elsewhere: https://kubernetes.io/docs/tasks/tools';

/**
 * Renders a folder as `kubectl apply -k` would.
 * @throws when kubectl is missing or refuses the folder, with what to do or what it said
 */
export function kustomize(folder: string): KubernetesObject[] {
  const { status, stdout, stderr, error } = spawnSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  if (error) throw new Error(INSTALL, { cause: error });
  if (status !== 0) throw new Error(`kubectl kustomize ${folder}: ${stderr}\n${INSTALL}`);
  return parseObjects(stdout);
}

/** The objects of a YAML text; a field named twice is an error, as it is to Kubernetes. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { uniqueKeys: true }).map((document) => {
    const [fault] = document.errors;
    if (fault) throw fault;
    return document.toJS() as KubernetesObject;
  });
}

/**
 * The one object of a kind.
 * @throws when there is none or more than one
 */
export function theOnly(objects: readonly KubernetesObject[], kind: string): KubernetesObject {
  const [object, ...others] = objects.filter((candidate) => candidate.kind === kind);
  if (!object || others.length > 0) throw new Error(`${others.length + (object ? 1 : 0)} objects ${kind}`);
  return object;
}

/** What stands at a path such as `spec.template.spec`; undefined if nothing does. */
export function at(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      object,
    );
}
