import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Environment } from '../src/config/environment';
import { readEnvironment } from '../src/config/read-environment';
import { DatabaseSettings } from '../src/config/settings';
import { Database, openDatabase } from '../src/persistence/database';
import { migrate } from '../src/persistence/migrate';
import { Document } from './documents/document';
import { shellCommands } from './documents/shell-commands';
import { kustomize } from './k8s/kustomize';
import {
  ADMIN_TOKEN,
  freePort,
  liveVariables,
  RunningLaura,
  startLaura,
  until,
  WEBHOOK_SECRET,
} from './support/laura';
import { LauraProcess } from './support/process';

const DOCUMENTS = ['README.md', 'docs/recipes/first-call.md'];
const CLI = resolve('dist', 'cli.js');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

let laura: RunningLaura;
let folder: string;
let recordId: string;

/** Runs a command as a reader would, in a folder that holds the files it names. Rejects when it fails. */
async function shell(command: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    PUBLIC_URL: laura.url,
    WEBHOOK_SECRET,
    ADMIN_TOKEN,
    ...variables,
  };
  return await new Promise((done, fail) =>
    execFile('bash', ['-c', command], { env, cwd: folder, timeout: 60_000 }, (error, stdout, stderr) =>
      error ? fail(new Error(`${command}\n${stdout}${stderr}`)) : done(stdout),
    ),
  );
}

/** `npm start`: from nothing to ready, and away when told. */
async function startAndStop(): Promise<void> {
  const port = await freePort();
  const data = mkdtempSync(join(folder, 'start-'));
  const started = LauraProcess.start({ LAURA_MODE: 'sandbox', PORT: String(port), DATA_DIR: data });
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined))?.ok;
  await until('it is ready', ready, 60_000, () => started.output);
  expect(await started.end('SIGTERM')).toBe(0);
}

/** `npm run laura -- …`: as the script has it, over a database of its own and the simulated services. */
async function runCli(command: string): Promise<void> {
  expect(scripts.laura).toContain('node dist/cli.js');
  const port = Number(new URL(laura.url).port);
  const own = { ...liveVariables(laura.sandbox, port), DATA_DIR: join(folder, 'data') };
  const file = command.includes('dnc') ? 'list.txt' : 'consents.csv';
  const said = command.replace('npm run laura --', `${process.execPath} ${CLI}`).replace(' FILE', ` ${file}`);
  expect(await shell(said, own)).not.toBe('');
}

/** `curl …`: against the running service, which must not refuse. */
async function curl(command: string): Promise<void> {
  const local = command.replaceAll('localhost:3000', '$PUBLIC_URL').replaceAll('RECORD_ID', recordId);
  const answer = await shell(local.replace(/^curl/, 'curl --fail-with-body -sS'));
  if (!command.endsWith('/health"')) expect(JSON.parse(answer)).toEqual(expect.anything());
}

/**
 * How each command is tried, by its beginning: the first that matches. One that is not here fails the test: add it, or
 * take it out of the document.
 */
const WAYS: readonly (readonly [RegExp, (command: string) => Promise<unknown> | void])[] = [
  [
    /^npm ci$/,
    () => shell(`cd ${resolve('.')} && npm ci --dry-run --ignore-scripts --no-audit --no-fund`, npmHome()),
  ],
  [/^npm (start|run start)$/, startAndStop],
  [/^npm run laura -- /, runCli],
  [/^curl /, curl],
  [/^cp \.env\.example \.env$|^openssl rand /, async (command) => void (await shell(command))],
  [/^[A-Z_]+=\S+/, (command) => expect(Object.keys(new Environment())).toContain(command.split('=')[0])],
  // Slow, and run by the pipeline itself.
  [
    /^npm (test|run (lint|types|build))$/,
    (command) => expect(readFileSync('.ci/run', 'utf8')).toContain(`step ${command}\n`),
  ],
  [/^npm run [\w:]+$/, (command) => expect(scripts).toHaveProperty([command.replace('npm run ', '')])],
  [
    /^kubectl apply -k \S+$/,
    (command) => expect(kustomize(command.split(' ')[3] ?? '').length).toBeGreaterThan(0),
  ],
  [/^kubectl (create|apply|get|logs|port-forward|exec|rollout) /, () => undefined],
  // No container engine where tests run: the pipeline builds and starts the image.
  [
    /^docker (build|run) /,
    (command) =>
      expect(readFileSync('.github/workflows/ci.yml', 'utf8')).toContain(command.split(' ', 2).join(' ')),
  ],
  [/^git clone |^cd /, () => undefined],
];

/** What the first start of the service does; commands want it done. */
async function makeTables(dataDir: string): Promise<void> {
  const settings = new DatabaseSettings(readEnvironment({ DATA_DIR: dataDir }));
  const { database, lock } = await openDatabase(settings, () => undefined);
  await migrate(database);
  await database.destroy();
  lock?.release();
}

/** Where npm keeps its settings on this machine. */
function npmHome(): Record<string, string> {
  return { HOME: process.env.HOME ?? folder };
}

const commands = DOCUMENTS.flatMap((name) =>
  shellCommands(new Document(name)).map((command) => [name, command] as const),
);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'laura-readme-'));
  for (const name of ['leads.csv', 'consents.csv']) copyFileSync(`docs/examples/${name}`, join(folder, name));
  copyFileSync('.env.example', join(folder, '.env.example'));
  writeFileSync(join(folder, 'list.txt'), '212,5550134\n');
  // Commands and service ask Airtable side by side: whether they are too many is another test's.
  laura = await startLaura({ sandbox: { enforceRateLimit: false, leads: 1 } });
  await makeTables(join(folder, 'data'));
  recordId = laura.sandbox.airtable.records('Leads')[0]?.id ?? '';
  const database = laura.app.get(Database);
  await shell(`curl -sS --fail "$PUBLIC_URL/vapi-webhook" -H "X-Webhook-Token: $WEBHOOK_SECRET" \\
    -H 'Content-Type: application/json' -d '{"call_id":"0193…","status":"completed","customer_number":"+12125550134"}'`);
  const known = async () =>
    (await database.selectFrom('calls').select('id').execute()).length > 0 &&
    (await database.selectFrom('leads').select('id').execute()).length > 0;
  await until('lead and call are known', known);
}, 90_000);

afterAll(async () => {
  await laura.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('every command that the documents show', () => {
  it.each(
    [...new Map(commands.map(([name, command]) => [command, name]))].map(([command, name]) => [
      command,
      name,
    ]),
  )(
    '%s (%s)',
    async (command) => {
      const way = WAYS.find(([pattern]) => pattern.test(command));
      if (!way) throw new Error(`Nobody has said how this is tried: ${command}`);
      await way[1](command);
    },
    70_000,
  );

  it('is found, with its continued lines and without its comments', () => {
    const text = '```sh\nnpm ci   # first\ncurl a \\\n  -d b\n# nothing else\n```\n\n```json\n{}\n```\n';
    expect(shellCommands({ text })).toEqual(['npm ci', 'curl a -d b']);
    expect(commands.length).toBeGreaterThan(15);
  });
});
