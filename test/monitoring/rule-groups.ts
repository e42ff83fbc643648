import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { at, kustomize, theOnly } from '../k8s/kustomize';

/** A rule as the PrometheusRule holds it: an alert, or a series recorded under a name. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const groups = () => at(theOnly(kustomize('k8s/monitoring'), 'PrometheusRule'), 'spec.groups');

/** Every rule of the PrometheusRule in `k8s/monitoring`. */
export function allRules(): Rule[] {
  return (groups() as { rules: Rule[] }[]).flatMap(({ rules }) => rules);
}

/** Writes those rules as Prometheus itself reads them. Returns the file. */
export function writeRules(folder: string): string {
  const file = join(folder, 'rules.yaml');
  writeFileSync(file, stringify({ groups: groups() }));
  return file;
}

/** Every expression of the dashboard's panels, with what Grafana fills in given a value. */
export function dashboardExpressions(dashboard: unknown): string[] {
  if (Array.isArray(dashboard)) return dashboard.flatMap(dashboardExpressions);
  if (typeof dashboard !== 'object' || dashboard === null) return [];
  return Object.entries(dashboard).flatMap(([key, value]) =>
    key === 'expr' && typeof value === 'string'
      ? [value.replaceAll('$__rate_interval', '5m').replaceAll(/\$(namespace|campaign)/g, '.*')]
      : dashboardExpressions(value),
  );
}
