import { Injectable, Logger } from '@nestjs/common';
import { Outbox } from '../airtable/outbox';
import { Clock } from '../common/clock';
import { assertNever } from '../common/errors';
import { Metrics } from '../common/metrics';
import { Suppressions } from '../compliance/suppressions';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { LeadStore } from '../leads/lead-store';
import { Transaction } from '../persistence/database';
import { bareReport, CallEvent, CallReference, CallReport, EndCategory } from '../telephony/call-event';
import { Attempt, Attempts } from './attempts';
import { callRow } from './call-row';
import { Call, Calls } from './calls';
import { LeadProgress } from './lead-progress';
import { decideOutcome } from './outcome';

/** `unmatched`: the event speaks of a call that is not ours. */
export type Settled = 'applied' | 'unmatched' | 'ignored';

/** How long a report may follow a hang-up before the provider is asked for it (ms). */
const REPORT_GRACE_MS = 60_000;

/** Ends that need no report: nobody spoke, so nothing that was said can change the outcome. */
const SILENT_ENDS: readonly EndCategory[] = [
  'no-answer',
  'busy',
  'voicemail',
  'bad-number',
  'carrier-failure',
  'start-refused',
];

/**
 * Applies what happened on a call to the attempt, the call, the lead and the outbox, in the caller's transaction.
 * Late, repeated and reordered events meet the state table: the first terminal report decides, a later one only adds.
 */
@Injectable()
export class Settlement {
  private readonly logger = new Logger(Settlement.name);

  constructor(
    private readonly attempts: Attempts,
    private readonly calls: Calls,
    private readonly progress: LeadProgress,
    private readonly leads: LeadStore,
    private readonly suppressions: Suppressions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly campaign: CampaignSettings,
    private readonly script: ScriptSettings,
  ) {}

  async apply(transaction: Transaction, event: CallEvent): Promise<Settled> {
    if (event.kind === 'other') return 'ignored';
    const named = await this.lockAttempt(transaction, event.call);
    const call = await this.openCall(transaction, event.call, named);
    if (!call) return 'unmatched';
    const attempt = named && call.attempt_id === named.id ? named : undefined;
    const placed = attempt && (await this.notePlaced(transaction, attempt, call));
    switch (event.kind) {
      case 'progress':
        await this.calls.advance(transaction, call, event.status, this.clock.now());
        return 'applied';
      case 'hung-up':
        return await this.hangUp(transaction, event, call, placed);
      case 'opt-out':
        await this.optOut(transaction, call);
        if (call.disposition !== null) await this.addToRow(transaction, call, placed, true);
        return 'applied';
      case 'report':
        await this.conclude(transaction, event.report, call, placed);
        return 'applied';
      default:
        return assertNever(event);
    }
  }

  /** Writes the suppression that an event carries, if any: called before the event's webhook is answered. */
  async suppressAtOnce(transaction: Transaction, event: CallEvent): Promise<void> {
    const said =
      event.kind === 'opt-out' || (event.kind === 'report' && event.report.analysis.optOut === true);
    if (!said) return;
    const attempt = await this.lockAttempt(transaction, event.call);
    const phone = attempt?.phone ?? event.call.phone;
    if (phone) await this.suppress(transaction, phone, event.call.providerCallId);
  }

  private async lockAttempt(transaction: Transaction, call: CallReference): Promise<Attempt | undefined> {
    return await this.attempts.lockBy(transaction, {
      ...(call.providerCallId !== undefined && { providerCallId: call.providerCallId }),
      ...(call.attemptId !== undefined && { attemptId: call.attemptId }),
      ...(call.carrierCallId !== undefined && { carrierCallId: call.carrierCallId }),
    });
  }

  /** The call's row. A call that no attempt of ours stands behind has one only if it was reported to us outright. */
  private async openCall(
    transaction: Transaction,
    reference: CallReference,
    attempt: Attempt | undefined,
  ): Promise<Call | undefined> {
    const id = reference.providerCallId ?? attempt?.provider_call_id;
    if (!id || !(attempt || reference.reported)) return undefined;
    // One attempt, one call: if the provider has made a second one, it is logged without deciding the attempt.
    const isSecond = attempt !== undefined && (attempt.provider_call_id ?? id) !== id;
    if (isSecond) this.logger.error(`Call ${id} exists beside the one that attempt ${attempt.id} became`);
    return await this.calls.open(transaction, {
      id,
      campaign: attempt?.campaign ?? this.campaign.name,
      attempt_id: isSecond ? null : (attempt?.id ?? null),
      lead_id: attempt?.lead_id ?? null,
      phone: attempt?.phone ?? reference.phone ?? null,
      carrier_call_id: reference.carrierCallId ?? null,
      control_url: null,
      created_at: this.clock.now(),
    });
  }

  /**
   * Word of a call proves that it was placed, whatever became of the answer to our request. A lead that was given back
   * in the belief that there is no call is taken again, so that this call's outcome can move it on.
   */
  private async notePlaced(transaction: Transaction, attempt: Attempt, call: Call): Promise<Attempt> {
    if (attempt.state === 'placed' || attempt.state === 'ended') return attempt;
    const placed = await this.attempts.move(transaction, attempt.id, 'placed', {
      provider_call_id: call.id,
      placed_at: this.clock.now(),
      next_look_at: this.silentAfter(),
    });
    if (!placed) {
      this.logger.error(`Attempt ${attempt.id} is ${attempt.state}, yet call ${call.id} exists for it`);
      return attempt;
    }
    if (attempt.state === 'rejected' || attempt.state === 'not_placed') {
      await this.leads.change(transaction, attempt.lead_id, { status: 'in progress' });
    }
    return placed;
  }

  /** When a call without any further word has outlasted its longest duration. */
  silentAfter(): Date {
    return new Date(
      this.clock.now().getTime() + this.campaign.maxCallDurationSeconds * 1000 + 2 * REPORT_GRACE_MS,
    );
  }

  private async hangUp(
    transaction: Transaction,
    event: Extract<CallEvent, { kind: 'hung-up' }>,
    call: Call,
    attempt: Attempt | undefined,
  ): Promise<Settled> {
    const now = this.clock.now();
    await this.calls.advance(transaction, call, 'ended', now);
    if (!attempt || attempt.state !== 'placed') return 'applied';
    await this.attempts.patch(transaction, attempt.id, {
      hung_up_at: attempt.hung_up_at ?? now,
      next_look_at: new Date(now.getTime() + REPORT_GRACE_MS),
    });
    if (SILENT_ENDS.includes(event.category) && !call.opted_out) {
      await this.conclude(
        transaction,
        bareReport(event.category, event.endedReason, event.at),
        call,
        attempt,
      );
    }
    return 'applied';
  }

  private async conclude(
    transaction: Transaction,
    report: CallReport,
    before: Call,
    attempt: Attempt | undefined,
  ): Promise<void> {
    const now = this.clock.now();
    const call = await this.calls.addReport(transaction, before, report, now);
    if (before.cost_usd === null && call.cost_usd !== null) this.metrics.spend.inc(call.cost_usd);
    if (report.analysis.optOut === true) await this.optOut(transaction, call);
    if (call.disposition !== null) {
      await this.addToRow(transaction, call, attempt, report.analysis.optOut === true);
      return;
    }
    const outcome = decideOutcome(report, call.opted_out);
    // An attempt that could not be opened again has lost its lead to the one that is under way.
    const { lead, nextAction } =
      attempt?.state === 'placed'
        ? await this.progress.advance(transaction, attempt.lead_id, outcome, now)
        : { lead: undefined, nextAction: 'None: no attempt of this campaign hangs on this call' };
    if (attempt) {
      await this.attempts.move(transaction, attempt.id, 'ended', {
        disposition: outcome.disposition,
        hung_up_at: attempt.hung_up_at ?? now,
        ended_at: now,
        next_look_at: null,
      });
    }
    const concluded = await this.calls.conclude(
      transaction,
      call.id,
      outcome.disposition,
      report.analysis.nextAction ?? nextAction,
    );
    await this.outbox.put(
      transaction,
      'call',
      call.id,
      callRow(concluded, lead, attempt, this.script.agentName),
    );
    this.metrics.callsEnded.inc({ disposition: outcome.disposition });
    const ids = { callId: call.id, attemptId: attempt?.id, leadId: lead?.id };
    this.logger.log(ids, `A call ended: ${outcome.disposition}${lead ? `; its lead is ${lead.status}` : ''}`);
  }

  /** The outcome stands; what a later report adds is shown, and an opt-out in it still binds. */
  private async addToRow(
    transaction: Transaction,
    call: Call,
    attempt: Attempt | undefined,
    optedOut: boolean,
  ): Promise<void> {
    const [lead] = attempt ? await this.leads.lock(transaction, [attempt.lead_id]) : [];
    if (lead && optedOut) await this.leads.change(transaction, lead.id, { status: 'opted out' });
    const row = callRow(
      { ...call, opted_out: call.opted_out || optedOut },
      lead,
      attempt,
      this.script.agentName,
    );
    await this.outbox.put(transaction, 'call', call.id, row);
  }

  private async optOut(transaction: Transaction, call: Call): Promise<void> {
    if (call.phone) await this.suppress(transaction, call.phone, call.id);
    if (call.opted_out) return;
    await this.calls.markOptedOut(transaction, call.id);
    this.metrics.optOuts.inc({ channel: 'call' });
  }

  private async suppress(transaction: Transaction, phone: string, callId: string | undefined): Promise<void> {
    await this.suppressions.add(transaction, {
      phone,
      reason: 'Asked on a call not to be called again',
      channel: 'call',
      ...(callId !== undefined && { callId }),
    });
  }
}
