import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHash } from 'node:crypto';
import { AppModule } from '../src/app.module';
import { RunningClock } from '../src/common/clock';
import { readEnvironment } from '../src/config/read-environment';
import { createApp } from '../src/configure-app';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { ADMIN_TOKEN, freePort, liveVariables, TUESDAY_NOON } from './support/laura';
import { IN_MEMORY } from './support/memory';

const clock = new RunningClock(new Date(TUESDAY_NOON), 60);
const CONSOLE = { 'x-laura-console': '1' };
let sandbox: Sandbox;
let app: NestFastifyApplication;
const routes: { readonly method: string; readonly url: string }[] = [];

/** A service that tells every route it has; it listens nowhere. */
async function serve(variables: Readonly<Record<string, string>> = {}): Promise<NestFastifyApplication> {
  const environment = readEnvironment({
    ...liveVariables(sandbox, await freePort()),
    DATA_DIR: IN_MEMORY,
    ...variables,
  });
  const served = await createApp(AppModule.for(environment, clock), false);
  served
    .getHttpAdapter()
    .getInstance()
    .addHook(
      'onRoute',
      ({ method, url }) => void routes.push(...[method].flat().map((name) => ({ method: name, url }))),
    );
  return await served.init();
}

beforeAll(async () => {
  sandbox = await startSandbox({ clock, leads: 0 });
  app = await serve();
});

afterAll(async () => {
  await app.close();
  await sandbox.close();
});

let addresses = 0;

/** Each from an address of its own, unless one is given: attempts are counted by address. */
function logIn(
  payload: object,
  headers: Record<string, string> = {},
  remoteAddress = `10.0.0.${++addresses}`,
) {
  return app.inject({ method: 'POST', url: '/api/session', payload, headers, remoteAddress });
}

async function aSession(name = 'Ada'): Promise<string> {
  const answer = await logIn({ name, token: ADMIN_TOKEN });
  return `laura_session=${answer.cookies.find((cookie) => cookie.name === 'laura_session')?.value}`;
}

function pause(headers: Record<string, string>) {
  return app.inject({ method: 'POST', url: '/api/campaign/pause', headers, payload: { reason: 'Lunch' } });
}

describe('without credentials', () => {
  /** What the contract opens to anybody. */
  const OPEN = ['/health', '/health/live', '/health/ready', '/metrics'];

  it('every route answers 401, but for health and metrics', async () => {
    const answers = new Map<string, number>();
    for (const { method, url } of routes) {
      const path = url.replaceAll(/:\w+/g, '42').replaceAll('*', 'anything');
      const payload = ['POST', 'PUT', 'PATCH'].includes(method) ? { payload: {} } : {};
      const answer = await app.inject({ method: method as 'GET', url: path, ...payload });
      answers.set(`${method} ${url}`, answer.statusCode);
    }
    expect(answers.size).toBeGreaterThan(40);
    expect(answers.get('POST /vapi-webhook')).toBe(401);
    expect(answers.get('GET /api/calls')).toBe(401);
    const others = [...answers].filter(([, status]) => status !== 401).map(([route]) => route.split(' ')[1]);
    expect(new Set(others)).toEqual(new Set(OPEN));
  });

  it('the page is answered by a login page that its own policy lets through, and nothing else', async () => {
    const { statusCode, headers, body } = await app.inject('/');
    expect(statusCode).toBe(401);
    expect(headers['content-type']).toMatch(/^text\/html/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    for (const tag of ['script', 'style']) {
      const [, content = '', ...more] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(body) ?? [];
      expect(more).toEqual([]);
      const hash = createHash('sha256').update(content).digest('base64');
      expect(policy).toContain(`${tag}-src 'sha256-${hash}'`);
    }
    expect(body).toMatch(/<label for="name">[^]*<label for="token">[^]*role="alert"/);
    expect(body).not.toMatch(/<(script|link|img)[^>]+(src|href)="(?!data:)/);
  });
});

describe('every answer', () => {
  it.each(['/', '/health', '/api/campaign', '/nowhere', '/%'])(
    '%s carries the headers of safety',
    async (url) => {
      const { headers } = await app.inject(url);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it('of the API is kept by no cache, and tells browsers to keep to HTTPS', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const answer = await app.inject({ url: '/api/campaign', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('a session', () => {
  it('is a cookie that no script reads and no other site sends, for twelve hours', async () => {
    const answer = await logIn({ name: 'Ada', token: ADMIN_TOKEN });
    expect(answer.statusCode).toBe(204);
    expect(answer.cookies).toEqual([
      {
        ...{ name: 'laura_session', value: expect.any(String) as string, path: '/' },
        ...{ maxAge: 43_200, httpOnly: true, secure: true, sameSite: 'Strict' },
      },
    ]);
    expect(answer.cookies[0]?.value).not.toContain(ADMIN_TOKEN);
  });

  it('tells who it is, lets in, and is taken back', async () => {
    const cookie = await aSession('Ada Byron');
    const who = await app.inject({ url: '/api/session', headers: { cookie } });
    const { name, expiresAt } = who.json<{ name: string; expiresAt: string }>();
    expect(name).toBe('Ada Byron');
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11 * 3_600_000);
    expect((await app.inject({ url: '/', headers: { cookie } })).statusCode).toBe(200);
    const out = await app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie, ...CONSOLE } });
    expect(out.statusCode).toBe(204);
    expect(out.cookies[0]).toMatchObject({ name: 'laura_session', value: '' });
  });

  it('is not had with a wrong token, nor with none, and nobody learns why', async () => {
    const payloads = [
      { name: 'Eve', token: `${ADMIN_TOKEN}x` },
      { name: 'Eve', token: '' },
      { name: 'Eve', token: 42 },
      { name: 7 },
      {},
    ];
    const answers = await Promise.all(payloads.map((payload) => logIn(payload)));
    const told = answers.map((answer) => [answer.statusCode, answer.json<{ detail: string }>().detail]);
    expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(told[0]?.[0]).toBe(401);
    expect(answers.flatMap(({ cookies }) => cookies)).toEqual([]);
  });

  it.each(['', ' ', 'x'.repeat(61), 'Ada\nByron'])('needs a name that can be shown, not %j', async (name) => {
    const answer = await logIn({ name, token: ADMIN_TOKEN });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe('name');
  });

  it('dies with the token', async () => {
    const cookie = await aSession();
    const other = await serve({ ADMIN_TOKEN: 'another-token-of-the-tests' });
    expect((await other.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(401);
    await other.close();
    expect((await app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(200);
  });

  it('in the sandbox needs no HTTPS', async () => {
    const other = await serve({ LAURA_MODE: 'sandbox' });
    const payload = { name: 'Ada', token: ADMIN_TOKEN };
    const answer = await other.inject({ method: 'POST', url: '/api/session', payload });
    expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(answer.cookies[0]?.secure).toBeUndefined();
    expect(answer.headers['strict-transport-security']).toBeUndefined();
    await other.close();
  });
});

describe('a change by session', () => {
  it("is made from the console's own page", async () => {
    const own = { cookie: await aSession(), ...CONSOLE, host: 'laura.example.com' };
    expect((await pause(own)).statusCode).toBe(200);
    const sent = { ...own, 'sec-fetch-site': 'same-origin', origin: 'https://laura.example.com' };
    expect((await pause(sent)).statusCode).toBe(200);
    expect(
      (await pause({ ...sent, 'x-forwarded-host': 'laura.example.com', host: '10.1.2.3' })).statusCode,
    ).toBe(200);
  });

  it('is refused from anywhere else', async () => {
    const own = { cookie: await aSession(), host: 'laura.example.com' };
    const foreign: Record<string, string>[] = [
      {},
      { 'x-laura-console': '0' },
      { ...CONSOLE, origin: 'https://evil.example' },
      { ...CONSOLE, origin: 'https://laura.example.com.evil.example' },
      { ...CONSOLE, origin: 'null' },
      { ...CONSOLE, 'sec-fetch-site': 'cross-site' },
      { ...CONSOLE, 'sec-fetch-site': 'same-site', origin: 'https://laura.example.com' },
    ];
    for (const headers of foreign) expect((await pause({ ...own, ...headers })).statusCode).toBe(403);
  });

  it('by token needs no such proof, and may say who makes it', async () => {
    const authorization = `Bearer ${ADMIN_TOKEN}`;
    expect((await pause({ authorization, 'x-operator': 'Nightly job' })).statusCode).toBe(200);
    expect((await pause({ authorization })).statusCode).toBe(200);
    expect(
      (await pause({ authorization: 'Bearer wrong', cookie: await aSession(), ...CONSOLE })).statusCode,
    ).toBe(401);
    const commands = await app.inject({ url: '/api/commands?limit=2', headers: { authorization } });
    const { items } = commands.json<{ items: { who: string; command: string; reason: string }[] }>();
    expect(items).toMatchObject([
      { who: 'api', command: 'pause', reason: 'Lunch' },
      { who: 'Nightly job', command: 'pause', reason: 'Lunch' },
    ]);
  });

  it('another page cannot make a browser log in', async () => {
    const payload = { name: 'Ada', token: ADMIN_TOKEN };
    expect((await logIn(payload, { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await logIn(payload, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
  });
});

describe('attempts to log in', () => {
  it('are five a minute from one address, right or wrong; others go on', async () => {
    const wrong = { name: 'Eve', token: 'a-token-that-is-guessed' };
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let nth = 0; nth < 5; nth++) {
      expect((await logIn(wrong, from('203.0.113.7'), '10.1.0.1')).statusCode).toBe(401);
    }
    const refused = await logIn({ name: 'Ada', token: ADMIN_TOKEN }, from('203.0.113.7'), '10.1.0.1');
    expect(refused.statusCode).toBe(429);
    const retryAfter = Number(refused.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect(refused.headers['content-type']).toMatch(/problem\+json/);
    const other = await logIn({ name: 'Ada', token: ADMIN_TOKEN }, from('203.0.113.8'), '10.1.0.1');
    expect(other.statusCode).toBe(204);
  });

  it('are not without bound for who claims a new address each time', async () => {
    const statuses = [];
    for (let nth = 0; nth < 70; nth++) {
      const forwarded = { 'x-forwarded-for': `198.51.100.${nth}` };
      statuses.push((await logIn({ name: 'Eve', token: 'guess' }, forwarded, '10.2.0.1')).statusCode);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
  });
});
