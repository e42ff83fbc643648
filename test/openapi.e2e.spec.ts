import type { OpenAPIObject } from '@nestjs/swagger';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { ADMIN_TOKEN, RunningLaura, startLaura } from './support/laura';

describe('the description of the API', () => {
  let laura: RunningLaura;
  let source: string;
  let document: OpenAPIObject;

  const get = async (path: string, token = ADMIN_TOKEN) => {
    const answer = await fetch(`${laura.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  beforeAll(async () => {
    laura = await startLaura();
    source = (await get('/docs-json')).text;
    document = JSON.parse(source) as OpenAPIObject;
  });

  afterAll(async () => await laura.close());

  it('is for operators alone, page and all', async () => {
    for (const path of ['/docs', '/docs-json', '/docs/start.js', '/docs/swagger-ui-bundle.js'])
      expect((await get(path, 'a-wrong-token-of-length')).status).toBe(401);
  });

  it('is shown by a page of which every part is served, and nothing else of its folder', async () => {
    const page = await get('/docs');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const parts = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(parts).toHaveLength(3);
    for (const path of parts) expect((await get(path)).status).toBe(200);
    for (const path of [
      '/docs/package.json',
      '/docs/index.html',
      '/docs/..%2fpackage.json',
      '/docs/constructor',
    ])
      expect((await get(path)).status).toBe(404);
  });

  it('names every route that programs may call, with what it answers', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as object).map(([method, operation]) => ({
        path,
        method,
        operation: operation as Operation,
      })),
    );
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/api/campaign',
        '/api/calls',
        '/api/calls/{id}',
        '/api/leads.csv',
        '/api/events',
      ]),
    );
    expect(routes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/vapi-webhook', '/health', '/metrics']),
    );
    const open = routes.filter(
      ({ path, operation }) => path.startsWith('/api') && !operation.responses['401'],
    );
    expect(open).toEqual([]);
    const silent = routes.filter(({ operation: { summary, responses } }) => {
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const says = answers.every(([status, { content }]) => status === '204' || content !== undefined);
      return !summary || answers.length === 0 || !says;
    });
    expect(silent.map(({ path, method }) => `${method} ${path}`)).toEqual([]);
  });

  it('is sound by the rules that Redocly recommends', async () => {
    const { createConfig, lintFromString } = await import('@redocly/openapi-core');
    // Probes and metrics refuse nobody.
    const rules = { 'operation-4xx-response': 'off' } as const;
    const config = await createConfig({ extends: ['recommended'], rules });
    const problems = await lintFromString({ source, config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
      [],
    );
  });

  it('makes a client that compiles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'laura-client-'));
    try {
      const { createClient } = await import('@hey-api/openapi-ts');
      const input = JSON.parse(source) as Record<string, unknown>;
      const plugins = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'] as const;
      await createClient({
        input,
        output: { path: folder },
        plugins: [...plugins],
        logs: { level: 'silent' },
      });
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
      expect(files).toContain('sdk.gen.ts');
      expect(faultsOf(files.map((name) => join(folder, name)))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

/** What the compiler finds wrong, in words. */
function faultsOf(files: readonly string[]): string[] {
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
