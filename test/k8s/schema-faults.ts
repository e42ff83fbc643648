import { resolve } from 'node:path';
import ts from 'typescript';
import { KubernetesObject } from './kustomize';

/** The packages that hold the schemas of what is not Kubernetes' own, by the API's group. */
const FOREIGN: Readonly<Record<string, string>> = {
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'external-secrets.io': '@kubernetes-models/external-secrets',
};

type Model = new (object: KubernetesObject) => { validate(): void };

/** Where the schema of an object stands, as a module of that kind's name. */
function moduleOf({ apiVersion, kind }: KubernetesObject): string {
  const group = apiVersion.split('/')[0] ?? '';
  return `${FOREIGN[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/** What the JSON schemas that Kubernetes publishes say against an object; undefined: nothing. */
export async function schemaFault(object: KubernetesObject): Promise<string | undefined> {
  const { [object.kind]: Kind } = (await import(moduleOf(object))) as Record<string, Model | undefined>;
  if (!Kind) return `${object.apiVersion} knows no ${object.kind}`;
  try {
    new Kind(object).validate();
    return undefined;
  } catch (thrown) {
    return `${object.kind} ${object.metadata.name}: ${String(thrown)}`;
  }
}

/**
 * The schemas let unknown fields pass, and so a misspelt one is ignored in silence by most tools. The type checker does
 * not: each object is held as a literal against the type made of its schema.
 * @returns what does not fit, with the object's field
 */
export function typeFaults(objects: readonly KubernetesObject[]): string[] {
  const lines = objects.flatMap((object, index) => [
    `import type { I${object.kind} as T${index} } from '${moduleOf(object)}';`,
    `export const o${index}: T${index} = ${JSON.stringify(object, undefined, 1)};`,
  ]);
  const file = resolve('test', 'k8s', 'objects.mts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const readFromDisk = host.getSourceFile.bind(host);
  const existsOnDisk = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || existsOnDisk(name);
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2022, true)
      : readFromDisk(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const text = diagnostic.file?.text.split('\n')[line]?.trim() ?? '';
    return `${text} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}
