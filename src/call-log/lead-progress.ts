import { Injectable } from '@nestjs/common';
import { ComplianceGate } from '../compliance/compliance-gate';
import { CampaignSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { isDialable } from '../leads/lead-status';
import { LeadStore } from '../leads/lead-store';
import { Transaction } from '../persistence/database';
import { leadAfterCall } from './lead-after-call';
import { describeNextAction } from './next-step';
import { Outcome } from './outcome';
import { localTime, zonesOf } from './person-zones';

/** Moves a lead on after a call: retry, callback, or done – never before the next legal instant. */
@Injectable()
export class LeadProgress {
  constructor(
    private readonly leads: LeadStore,
    private readonly gate: ComplianceGate,
    private readonly campaign: CampaignSettings,
  ) {}

  /** @param phone the number that was called: by now the lead may have another */
  async advance(
    transaction: Transaction,
    leadId: string,
    phone: string,
    outcome: Outcome,
    now: Date,
  ): Promise<{ readonly lead: Lead; readonly nextAction: string }> {
    const [before] = await this.leads.lock(transaction, [leadId]);
    const subject = before && callSubject(before);
    const { step, attempts, failures } = leadAfterCall(
      before,
      outcome,
      now,
      this.campaign,
      (earliest) => subject && this.gate.nextLegalInstant(subject, earliest),
    );
    const { status, reason, dueAt } = step;
    // A lead given back in the belief that there was no call: only from `in progress` can a call's outcome move it.
    if (before && isDialable(before.status))
      await this.leads.change(transaction, leadId, { status: 'in progress' });
    const lead = await this.leads.change(transaction, leadId, {
      status,
      status_reason: reason,
      attempts,
      failures,
      last_call_at: now,
      last_outcome: outcome.disposition,
      callback_at: status === 'callback' ? (dueAt ?? null) : null,
      ...(dueAt && { due_at: dueAt }),
    });
    if (outcome.conversation.wrongNumber) await this.leads.addWrongNumber(transaction, leadId, phone);
    if (lead.status !== status) {
      return { lead, nextAction: `None: the lead was set to ${lead.status} during the call` };
    }
    const due = dueAt && localTime(dueAt, zonesOf(lead));
    const isAsAsked = dueAt?.getTime() === outcome.callbackAt?.getTime();
    const nextAction = describeNextAction({ status, reason }, outcome.conversation, due, isAsAsked);
    return { lead, nextAction };
  }
}
