import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { assertNever } from '../common/errors';
import { Metrics } from '../common/metrics';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { LeadStore } from '../leads/lead-store';
import { Notifier } from '../notifications/notifier';
import { Transaction } from '../persistence/database';
import { bareReport, CallEvent, CallReport } from '../telephony/call-event';
import { Attempt, Attempts } from './attempts';
import { CallMatcher } from './call-matcher';
import { callReading } from './call-reading';
import { CallRows } from './call-rows';
import { Call, Calls } from './calls';
import { leadNotice } from './lead-notice';
import { LeadProgress } from './lead-progress';
import { missedDisclosures } from './opening-check';
import { optOutIn } from './opt-out-in-report';
import { OptOuts, RecordedOptOut } from './opt-outs';
import { decideOutcome } from './outcome';
import { zonesOf } from './person-zones';
import { isProviderFault } from './provider-fault';
import { isSilentEnd } from './silent-ends';

/** `unmatched`: the event speaks of a call that is not ours. */
export type Settled = 'applied' | 'unmatched' | 'ignored';

/** How long a report may follow a hang-up before the provider is asked for it (ms). */
const REPORT_GRACE_MS = 60_000;

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
    private readonly optOuts: OptOuts,
    private readonly matcher: CallMatcher,
    private readonly rows: CallRows,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly campaign: CampaignSettings,
    private readonly script: ScriptSettings,
    private readonly notifier: Notifier,
  ) {}

  async apply(transaction: Transaction, event: CallEvent): Promise<Settled> {
    if (event.kind === 'other') return 'ignored';
    const { named, call } = await this.matcher.open(transaction, event.call);
    if (!call) return 'unmatched';
    // The person was erased: nothing of them is taken in again. A stop is in force before this is reached.
    if (call.erased_at !== null) return 'ignored';
    if ('sequence' in event && !(await this.calls.isLatest(transaction, call.id, event.sequence)))
      return 'ignored';
    const attempt = named && call.attempt_id === named.id ? named : undefined;
    const placed = attempt && (await this.notePlaced(transaction, attempt, call));
    switch (event.kind) {
      case 'progress':
        await this.calls.advance(transaction, call, event.status, this.clock.now());
        return 'applied';
      case 'hung-up':
        return await this.hangUp(transaction, event, call, placed);
      case 'opt-out':
        await this.optOut(transaction, call, event);
        if (call.disposition !== null) await this.rows.amend(transaction, call, call, placed, 'opt-out');
        return 'applied';
      case 'doubt':
        await this.calls.markDoubtful(transaction, call.id);
        if (call.disposition !== null) await this.rows.amend(transaction, call, call, placed, 'doubtful');
        return 'applied';
      case 'callback':
        // It was taken down before its webhook was answered.
        return 'applied';
      case 'report':
        await this.conclude(transaction, event.report, call, placed);
        return 'applied';
      default:
        return assertNever(event);
    }
  }

  /**
   * Writes the suppression that an event carries (see {@link carriesOptOut}), if any: called before the event's webhook
   * is answered.
   * @returns what is to be counted, and ended, once the transaction has committed; the first time for a call only
   */
  async suppressAtOnce(transaction: Transaction, event: CallEvent): Promise<RecordedOptOut | undefined> {
    const said = optOutOf(event);
    if (!said) return undefined;
    const { named, call } = await this.matcher.open(transaction, event.call);
    if (call && call.erased_at === null) return await this.optOuts.record(transaction, call, said);
    const phone = named?.phone ?? event.call.phone;
    if (phone) await this.optOuts.suppress(transaction, phone, event.call.providerCallId);
    return undefined;
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
      const ids = { callId: call.id, attemptId: attempt.id, leadId: attempt.lead_id };
      this.logger.error(ids, `A call exists for an attempt that is ${attempt.state}`);
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
    if (isSilentEnd(event.category) && !call.opted_out) {
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
    const [person] = attempt ? await this.leads.lock(transaction, [attempt.lead_id]) : [];
    const known = {
      optedOut: before.opted_out,
      optOutDoubtful: before.opt_out_doubtful,
      callbackAt: before.callback_at,
    };
    const hearer = { zones: person ? zonesOf(person) : [], language: this.script.language, now };
    const outcome = decideOutcome(report, known, hearer);
    const missed = person && missedDisclosures(report, outcome, person, this.campaign, this.script);
    const reading = callReading(report, outcome, missed);
    if (outcome.conversation.optOut === 'doubtful') await this.calls.markDoubtful(transaction, before.id);
    const call = await this.calls.addReport(transaction, before, report, reading, now);
    if (before.cost_usd === null && call.cost_usd !== null) this.metrics.spend.inc(call.cost_usd);
    if (before.analysis === null)
      for (const disclosure of missed ?? []) this.metrics.disclosureMisses.inc({ disclosure });
    const stop = optOutIn(report);
    if (stop) await this.optOut(transaction, call, { ...stop, saidAt: stop.saidAt ?? now });
    if (call.disposition !== null) {
      const said = stop ? 'opt-out' : outcome.conversation.optOut;
      await this.rows.amend(transaction, before, call, attempt, said);
      return;
    }
    // An attempt that could not be opened again has lost its lead to the one that is under way.
    const { lead, nextAction } =
      attempt?.state === 'placed'
        ? await this.progress.advance(transaction, attempt.lead_id, attempt.phone, outcome, now)
        : { lead: undefined, nextAction: 'None: no attempt of this campaign hangs on this call' };
    if (attempt) {
      await this.attempts.move(transaction, attempt.id, 'ended', {
        disposition: outcome.disposition,
        provider_fault: isProviderFault(report.category),
        hung_up_at: attempt.hung_up_at ?? now,
        ended_at: now,
        next_look_at: null,
      });
    }
    const concluded = await this.calls.conclude(transaction, call.id, outcome.disposition, nextAction);
    await this.rows.finish(transaction, concluded, lead, attempt);
    const notice = lead && leadNotice(outcome, outcome.conversation, lead.id, call.id);
    if (notice) await this.notifier.notify(transaction, notice);
    this.metrics.callsEnded.inc({ disposition: outcome.disposition });
    const ids = { callId: call.id, attemptId: attempt?.id, leadId: lead?.id };
    this.logger.log(ids, `A call ended: ${outcome.disposition}${lead ? `; its lead is ${lead.status}` : ''}`);
  }

  /** Counted here when it did not come by a webhook, whose receiver has counted it. */
  private async optOut(
    transaction: Transaction,
    call: Call,
    said: Pick<RecordedOptOut, 'channel' | 'saidAt'>,
  ): Promise<void> {
    const recorded = await this.optOuts.record(transaction, call, said);
    if (recorded) this.optOuts.count(recorded);
  }
}

/** Whether something has to be in force before the event is answered. Pure. */
export function carriesOptOut(event: CallEvent): boolean {
  return optOutOf(event) !== undefined;
}

/** The opt-out that an event carries, if it carries one. */
function optOutOf(event: CallEvent): Pick<RecordedOptOut, 'channel' | 'saidAt'> | undefined {
  if (event.kind === 'opt-out') return event;
  const reported = event.kind === 'report' ? optOutIn(event.report) : undefined;
  return reported && { channel: reported.channel, saidAt: reported.saidAt ?? event.at };
}
