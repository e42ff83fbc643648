import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort, until } from '../support/laura';
import { writeRules } from './rule-groups';

const INSTALL = 'prometheus is needed to scrape the service. On Debian: apt-get install prometheus';

/** A real Prometheus that scrapes one target every second, as the ServiceMonitor would label it, with our rules. */
export class PrometheusProcess {
  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param target `host:port` of a service
   * @throws when Prometheus is missing or does not come up
   */
  static async start(target: string): Promise<PrometheusProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'laura-prometheus-'));
    const labels = { namespace: 'laura', campaign: 'sandbox' };
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [writeRules(folder)],
      scrape_configs: [{ job_name: 'laura', static_configs: [{ targets: [target], labels }] }],
    };
    writeFileSync(join(folder, 'prometheus.yaml'), stringify(config));
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: 'ignore' },
    );
    let failure: Error | undefined;
    child.on('error', (cause) => (failure = new Error(INSTALL, { cause })));
    const prometheus = new PrometheusProcess(`http://${address}`, folder, child);
    await until('Prometheus is ready', async () => {
      if (failure) throw failure;
      return await fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    return prometheus;
  }

  /** What its API answers under `data`. */
  async get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}?${String(new URLSearchParams(query))}`);
    return ((await answer.json()) as { data: T }).data;
  }

  /** The value of an expression that has one; undefined while it has none. */
  async value(query: string): Promise<number | undefined> {
    const { result } = await this.get<{ result: { value: [number, string] }[] }>('query', { query });
    return result[0] && Number(result[0].value[1]);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const gone = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
