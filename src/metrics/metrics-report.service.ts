import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Metrics } from '../common/metrics';
import { GaugeReader } from './gauge-reader.service';

/** Everything that this process can tell Prometheus. */
@Injectable()
export class MetricsReport {
  readonly #process = new Registry();

  constructor(
    private readonly metrics: Metrics,
    private readonly reader: GaugeReader,
  ) {
    collectDefaultMetrics({ register: this.#process });
  }

  /** Prometheus's text format. Never fails for want of the database: its gauges are then absent. */
  async text(): Promise<string> {
    const registries = [this.metrics.registry, this.#process, await this.databaseRegistry()];
    const texts = await Promise.all(registries.map((registry) => registry.metrics()));
    return texts.filter((text) => text.trim() !== '').join('\n');
  }

  /** Made anew for each scrape, so that nothing of the one before it stays behind. */
  private async databaseRegistry(): Promise<Registry> {
    const registry = new Registry();
    for (const { gauge, samples } of await this.reader.readings()) {
      // An instrument without labels would say zero, where there is nothing to say.
      if (samples.length === 0) continue;
      const { name, help, labelNames } = gauge;
      const instrument = new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
      for (const { labels, value } of samples) instrument.set({ ...labels }, value);
    }
    return registry;
  }
}
