import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOperatorRules } from '../../src/compliance/operator-rules/read-operator-rules';
import { Environment, SECRET_VARIABLES } from '../../src/config/environment';
import { EnvironmentError, readEnvironment } from '../../src/config/read-environment';
import { aScript } from '../../src/script/script.factory';
import { at, KubernetesObject, kustomize, parseObjects, theOnly } from './kustomize';

const CAMPAIGNS = ['solar-spring', 'insurance-renewal', 'single'];
const known = new Set(Object.keys(new Environment()));
/** What the image or the Deployment fix, and what belongs to the sandbox and to tests. */
const FIXED = ['DATA_DIR', 'HOST', 'NODE_ENV', 'PORT'];
const OF_THE_SANDBOX = ['CLOCK_START', 'SANDBOX_LEADS', 'SANDBOX_NOW', 'SANDBOX_SPEED'];

const example = theOnly(parseObjects(readFileSync('k8s/secret.example.yaml', 'utf8')), 'Secret')
  .stringData as Record<string, string>;
const named = [...readFileSync('k8s/base/campaign.env', 'utf8').matchAll(/^#?([A-Z_]+)=/gm)].map(
  ([, name]) => name ?? '',
);

const exists = (name: string) => known.has(name);

function settingsOf(objects: readonly KubernetesObject[], named: string): Record<string, string> {
  const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
  const map = maps.find(({ metadata }) => metadata.name.startsWith(named));
  return map?.data as Record<string, string>;
}

/** As the container gets its variables: settings, then secrets, then what the Deployment says outright. */
function variablesOf(objects: readonly KubernetesObject[]): Record<string, string> {
  const env = at(theOnly(objects, 'Deployment'), 'spec.template.spec.containers.0.env') ?? [];
  const outright = (env as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
  const secrets = { ...example, WEBHOOK_SECRET: 'x'.repeat(16), ADMIN_TOKEN: 'x'.repeat(16) };
  return {
    NODE_ENV: 'production',
    ...settingsOf(objects, 'laura-settings'),
    ...secrets,
    ...(Object.fromEntries(outright) as Record<string, string>),
  };
}

describe('the settings of the manifests', () => {
  it('are exactly those that the service reads', () => {
    const all = [...named, ...Object.keys(example), ...FIXED, ...OF_THE_SANDBOX];
    expect(all.filter((name) => !exists(name))).toEqual([]);
    expect([...known].filter((name) => !all.includes(name))).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('keep every secret in the Secret, and nothing else there', () => {
    expect(Object.keys(example).toSorted()).toEqual([...SECRET_VARIABLES].toSorted());
  });

  it('are refused at start as long as the Secret is as in the example', () => {
    const variables = { ...variablesOf(kustomize('k8s/base')), ...example };
    expect(() => readEnvironment(variables)).toThrow(EnvironmentError);
    expect(() => readEnvironment(variables)).toThrow(/WEBHOOK_SECRET.*\n.*ADMIN_TOKEN/);
  });
});

describe.each(CAMPAIGNS)('the campaign %s', (campaign) => {
  const objects = kustomize(`k8s/overlays/${campaign}`);
  const variables = variablesOf(objects);
  const files = settingsOf(objects, 'laura-files');

  it('names settings that exist, and the service accepts them', () => {
    expect(Object.keys(variables).filter((name) => !exists(name))).toEqual([]);
    expect(readEnvironment(variables).LAURA_MODE).toBe('live');
  });

  it('mounts every file that its settings name', () => {
    const paths = ['PROMPT_FILE', 'FIRST_MESSAGE_FILE', 'COMPLIANCE_FILE'].map((name) => variables[name]);
    for (const path of paths.filter((path) => path !== undefined))
      expect(files).toHaveProperty([path.replace(/^\/etc\/laura\//, '')]);
    expect(Object.keys(files)).toHaveLength(paths.filter((path) => path !== undefined).length);
  });

  it('has rules and a script that the service accepts', () => {
    expect(() => parseOperatorRules(files['compliance.json'] ?? '', 'compliance.json')).not.toThrow();
    const { PROMPT_VARIABLES = '{}', SELLER_LEGAL_NAME = '', AGENT_NAME = 'Laura' } = variables;
    const prompt = files['prompt.liquid'];
    const told = { PROMPT_VARIABLES, SELLER_LEGAL_NAME, AGENT_NAME };
    const script = aScript({ ...told, ...(prompt !== undefined && { PROMPT_TEMPLATE: prompt }) });
    expect(script.render({ fields: {} }).systemPrompt).toContain(AGENT_NAME);
  });
});

it('a third campaign is a copy of one folder with one file changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'laura-manifests-'));
  try {
    cpSync('k8s', folder, { recursive: true });
    cpSync(join(folder, 'overlays/solar-spring'), join(folder, 'overlays/third'), { recursive: true });
    const file = join(folder, 'overlays/third/kustomization.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('solar-spring', 'third'));
    const names = (campaign: string) =>
      kustomize(join(folder, 'overlays', campaign)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const taken = CAMPAIGNS.flatMap(names);
    expect(names('third').filter((name) => taken.includes(name))).toEqual([]);
    expect(names('third')).toContain('Deployment laura-third');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
