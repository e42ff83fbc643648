import { HttpService } from '@nestjs/axios';
import { AutomationModule } from '../../src/automation/automation.module';
import { CallMessageReader } from '../../src/automation/call-message-reader';
import { DeliveryFlusher } from '../../src/automation/delivery-flusher';
import { DeliveryRegister } from '../../src/automation/delivery-register';
import { DeliveryRows } from '../../src/automation/delivery-rows';
import { SignedWebhook } from '../../src/automation/signed-webhook';
import { Settlement } from '../../src/call-log/settlement.service';
import { DEFAULT_POLICY, ExternalPolicy, ExternalPolicyOptions } from '../../src/common/external-policy';
import { Metrics } from '../../src/common/metrics';
import { AutomationSettings, CampaignSettings } from '../../src/config/settings';
import { Transaction } from '../../src/persistence/database';
import { bareReport, CallReport } from '../../src/telephony/call-event';
import { storeAttempt, storeLead } from './a-lead';
import { aBench, Bench } from './database';

/** The circuit lets a probe through at each turn: a test's hour is made of few of them. */
const IMPATIENT = { ...DEFAULT_POLICY, breakAfter: 3, halfOpenAfterMs: 1, maxDelayMs: 1, timeoutMs: 5_000 };

/** One replica that settles calls and posts them, when a test says so. */
export class AutomationBench {
  #calls = 0;

  private constructor(readonly bench: Bench) {}

  static async open(variables: Record<string, string>, shared?: AutomationBench): Promise<AutomationBench> {
    const bench = await aBench([AutomationModule], variables, shared && { clock: shared.bench.clock });
    await bench.app.init();
    return new AutomationBench(bench);
  }

  get register(): DeliveryRegister {
    return this.bench.app.get(DeliveryRegister);
  }

  get campaign(): CampaignSettings {
    return this.bench.app.get(CampaignSettings, { strict: false });
  }

  /** A flusher of its own, as a process that has just started has one. */
  flusher(
    rows = new DeliveryRows(this.bench.database, this.campaign),
    options: Partial<ExternalPolicyOptions> = {},
  ): DeliveryFlusher {
    const { app, database } = this.bench;
    const { target } = app.get(AutomationSettings, { strict: false });
    const policy = new ExternalPolicy('automation', new Metrics(), { ...IMPATIENT, ...options });
    const webhook = target && new SignedWebhook(new HttpService(), target, policy);
    return new DeliveryFlusher(rows, new CallMessageReader(database), webhook);
  }

  /** A call to a lead of its own, of which so much is told. */
  async call(): Promise<string> {
    const id = `call-${++this.#calls}`;
    const lead = await storeLead(this.bench.database, { status: 'in progress' });
    await storeAttempt(this.bench.database, lead, { state: 'placed', provider_call_id: id });
    return id;
  }

  async report(id: string, told: Partial<CallReport> = {}): Promise<void> {
    await this.bench.run(async (transaction) => await this.settle(transaction, id, told));
  }

  /** Words are heard on the call that may be an opt-out. */
  async doubt(id: string): Promise<void> {
    const call = { providerCallId: id, attemptId: undefined, carrierCallId: undefined, phone: undefined };
    const settlement = this.bench.app.get(Settlement, { strict: false });
    await this.bench.run(
      async (transaction) =>
        await settlement.apply(transaction, { kind: 'doubt', call, at: this.bench.clock.now() }),
    );
  }

  async settle(transaction: Transaction, id: string, told: Partial<CallReport> = {}): Promise<void> {
    const report = { ...bareReport('conversation', 'a-reason'), personOnLine: true, ...told };
    const call = { providerCallId: id, attemptId: undefined, carrierCallId: undefined, phone: undefined };
    const settlement = this.bench.app.get(Settlement, { strict: false });
    await settlement.apply(transaction, { kind: 'report', call, report, at: this.bench.clock.now() });
  }

  async finish(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let made = 0; made < count; made++) {
      const id = await this.call();
      await this.report(id, { summary: `Summary of ${id}.` });
      ids.push(id);
    }
    return ids;
  }
}
