import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { schemaFault, typeFaults } from '../k8s/schema-faults';
import { kustomize } from '../k8s/kustomize';
import { allRules, dashboardExpressions, Rule, writeRules } from './rule-groups';

const TESTS = 'k8s/monitoring/rules.test.yaml';
const INSTALL = 'promtool is needed to check the alert rules. On Debian: apt-get install prometheus';
const alerts = allRules().filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

/** Runs promtool. @throws when it is missing; returns what it had to complain of otherwise */
function promtool(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8' });
  if (error) throw new Error(INSTALL, { cause: error });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

describe('the alert rules', () => {
  let folder: string;
  let rules: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'laura-rules-'));
    rules = writeRules(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('are such as Prometheus and its operator accept', async () => {
    const objects = kustomize('k8s/monitoring');
    expect((await Promise.all(objects.map(schemaFault))).filter((fault) => fault !== undefined)).toEqual([]);
    expect(typeFaults(objects)).toEqual([]);
    expect(promtool('check', 'rules', rules)).toBe('');
  });

  it('fire and are silent when they should', () => {
    copyFileSync(TESTS, join(folder, 'rules.test.yaml'));
    expect(promtool('test', 'rules', join(folder, 'rules.test.yaml'))).toBe('');
  });

  it('are each shown firing and silent', () => {
    const { tests } = parse(readFileSync(TESTS, 'utf8')) as { tests: { alert_rule_test: AlertTest[] }[] };
    const shown = tests.flatMap((test) => test.alert_rule_test);
    for (const { alert } of alerts) {
      const [firing, silent] = [true, false].map((fires) =>
        shown.some((test) => test.alertname === alert && test.exp_alerts.length > 0 === fires),
      );
      expect({ alert, firing, silent }).toEqual({ alert, firing: true, silent: true });
    }
  });

  it('name a severity, and an entry of the runbook that has its parts', () => {
    const entries = readFileSync('docs/runbook.md', 'utf8').split(/^## /m).slice(1);
    const titles = entries.map((entry) => entry.split('\n')[0]);
    expect(titles).toEqual(alerts.map(({ alert }) => alert));
    for (const { alert, labels, annotations } of alerts) {
      expect(labels?.severity).toMatch(/^(critical|warning|info)$/);
      expect(annotations?.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
      expect(annotations?.summary).toBeTruthy();
    }
    for (const entry of entries)
      for (const part of ['**Means**', '**Look at**', '**Do**']) expect(entry).toContain(part);
  });

  it('and the dashboard are written in expressions that Prometheus can parse', () => {
    const dashboard: unknown = JSON.parse(readFileSync('k8s/monitoring/dashboard.json', 'utf8'));
    const recorded = dashboardExpressions(dashboard).map((expr, index) => ({
      record: `panel_${index}`,
      expr,
    }));
    expect(recorded.length).toBeGreaterThan(20);
    const file = join(folder, 'dashboard.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules: recorded }] }));
    expect(promtool('check', 'rules', file)).toBe('');
  });
});
