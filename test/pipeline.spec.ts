import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { startCommand } from './support/process';

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }>
  >;
}

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map(
  (name) => parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Workflow,
);
const steps = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
const commands = steps.flatMap(({ run }) => run ?? []);
const all = commands.join('\n');

describe('the pipeline', () => {
  it('runs on every commit what `.ci/run` runs', () => {
    expect(commands).toContain('bash .ci/run');
    expect(workflows.some(({ on }) => JSON.stringify(on).includes('push'))).toBe(true);
    execFileSync('bash', ['-n', '.ci/run']);
  });

  it('builds the image and waits until it is ready on a read-only root', () => {
    expect(all).toMatch(/docker build/);
    expect(all).toMatch(/docker run [^]*--read-only[^]*\/health\/ready/);
  });

  it('starts the image as `npm start` does', () => {
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(JSON.parse(command)).toEqual(startCommand());
  });

  it('renders every folder of manifests', () => {
    expect(all).toContain('kubectl kustomize');
    for (const [, folder = ''] of all.matchAll(/(k8s\/[\w/-]+)/g))
      expect(existsSync(folder.replace(/\/$/, ''))).toBe(true);
  });

  it('audits dependencies, and keeps the list of them', () => {
    expect(commands).toContain('npm audit --audit-level=high');
    expect(all).toContain('npm run --silent sbom');
    expect(steps.some(({ uses = '' }) => uses.startsWith('actions/upload-artifact@'))).toBe(true);
  });

  it('may read the repository and no more, and ends by itself', () => {
    for (const { permissions, jobs } of workflows) {
      expect(permissions).toEqual({ contents: 'read' });
      for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  it('names scripts of the package that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const run = [...`${all}\n${readFileSync('.ci/run', 'utf8')}`.matchAll(/npm run (?:--silent )?([\w:]+)/g)];
    expect(run.map(([, name]) => name).filter((name = '') => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

interface Component {
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string }[];
}

describe('the list of dependencies', () => {
  // `npm sbom --omit dev` leaves out what development needs as well: the whole list is made, and says which is which.
  it('is CycloneDX, names everything that the service runs on, and tells apart what is for development', () => {
    const text = execFileSync('npm', ['run', '--silent', 'sbom'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { bomFormat, components } = JSON.parse(text) as { bomFormat: string; components: Component[] };
    expect(bomFormat).toBe('CycloneDX');
    const isForDevelopment = ({ properties = [] }: Component) =>
      properties.some(({ name }) => name === 'cdx:npm:package:development');
    const shipped = components.filter((component) => !isForDevelopment(component)).map(({ name }) => name);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies).filter((name) => !shipped.includes(name))).toEqual([]);
    expect(shipped).not.toContain('jest');
  });
});
