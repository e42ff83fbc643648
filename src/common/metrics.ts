import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric that code counts as it works. Gauges read from the database are declared in `metrics/`. */
export class Metrics {
  readonly registry = new Registry();

  readonly dialDecisions = this.counter('laura_dial_decisions_total', 'Compliance decisions', [
    'verdict',
    'rule',
  ]);
  readonly callsPlaced = this.counter('laura_calls_placed_total', 'Calls that the provider accepted', []);
  readonly callsEnded = this.counter('laura_calls_ended_total', 'Calls by how they ended', ['disposition']);
  readonly webhooks = this.counter('laura_webhooks_total', 'Webhooks received', [
    'provider',
    'type',
    'result',
  ]);
  readonly webhookAck = this.histogram('laura_webhook_ack_seconds', 'From a webhook to its answer', []);
  readonly optOuts = this.counter('laura_opt_outs_total', 'People who said stop', ['channel']);
  readonly optOutLatency = this.histogram(
    'laura_opt_out_latency_seconds',
    'From the words of a person who said stop to the suppression of the number, once a call',
    [],
  );
  readonly disclosureMisses = this.counter(
    'laura_disclosure_misses_total',
    'Answered calls whose opening left out what must be said',
    ['disclosure'],
  );
  readonly externalRequests = this.counter('laura_external_requests_total', 'Requests to other services', [
    'api',
    'result',
  ]);
  readonly externalSeconds = this.histogram('laura_external_request_seconds', 'Duration of such requests', [
    'api',
  ]);
  readonly circuitState = this.gauge('laura_circuit_state', '0 closed, 1 half open, 2 open', ['api']);
  readonly spend = this.counter('laura_spend_usd_total', 'US dollars that ended calls cost', []);

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<L extends string>(name: string, help: string, labelNames: L[]): Histogram<L> {
    const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
