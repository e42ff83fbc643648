import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '../support/laura';
import { LauraProcess } from '../support/process';
import { PrometheusProcess } from './prometheus-process';
import { allRules, dashboardExpressions } from './rule-groups';

/** Series that others than the service provide. */
const FOREIGN = /^(up|ALERTS|kube_\w+|laura:\w+)$/;

/** Names of metrics in an expression; a histogram's are those of the histogram. */
function metricsIn(expression: string): string[] {
  const names = expression.match(/\b(laura_|process_|nodejs_|kube_)\w+/g) ?? [];
  return names.map((name) => name.replace(/_(bucket|count|sum)$/, ''));
}

describe('a Prometheus that scrapes the running sandbox', () => {
  let folder: string;
  let laura: LauraProcess;
  let prometheus: PrometheusProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'laura-scraped-'));
    const port = await freePort();
    const sandbox = { LAURA_MODE: 'sandbox', SANDBOX_SPEED: '60', DAILY_BUDGET_USD: '1000' };
    const variables = { ...sandbox, PORT: String(port), DATA_DIR: folder };
    laura = LauraProcess.start(variables);
    prometheus = await PrometheusProcess.start(`127.0.0.1:${port}`);
  }, 30_000);

  afterAll(async () => {
    await prometheus.stop();
    await laura.end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows the campaign's calls", async () => {
    const value = async (query: string) => (await prometheus.value(query)) ?? 0;
    await until('calls are placed', async () => (await value('laura_calls_placed_total')) > 0);
    await until(
      'all leads are read',
      async () => (await value('sum(laura_leads{campaign="sandbox"})')) === 200,
    );
    expect(await prometheus.value('laura_dial_decisions_total{verdict="allow"}')).toBeGreaterThan(0);
    expect(await prometheus.value('laura_line_limit')).toBe(10);
  });

  it('finds every metric that the rules and the dashboard ask for', async () => {
    const known = Object.keys(await prometheus.get<Record<string, unknown>>('metadata'));
    const dashboard: unknown = JSON.parse(readFileSync('k8s/monitoring/dashboard.json', 'utf8'));
    const asked = [...allRules().map(({ expr }) => expr), ...dashboardExpressions(dashboard)].flatMap(
      metricsIn,
    );
    expect(asked.length).toBeGreaterThan(30);
    expect([...new Set(asked)].filter((name) => !known.includes(name) && !FOREIGN.test(name))).toEqual([]);
  });

  it('evaluates every rule, and no alert fires on a campaign that is well', async () => {
    type Loaded = { groups: { rules: { name: string; health: string; state?: string }[] }[] };
    const loaded = async () => (await prometheus.get<Loaded>('rules')).groups.flatMap(({ rules }) => rules);
    await until('every rule was evaluated', async () =>
      (await loaded()).every(({ health }) => health !== 'unknown'),
    );
    const rules = await loaded();
    expect(rules).toHaveLength(allRules().length);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(rules.filter(({ state }) => state === 'firing')).toEqual([]);
  });
});
