import { Injectable } from '@nestjs/common';
import { Outbox } from '../airtable/outbox';
import { ScriptSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { isDialable } from '../leads/lead-status';
import { LeadStore } from '../leads/lead-store';
import { Transaction } from '../persistence/database';
import { Attempt } from './attempts';
import { callRow } from './call-row';
import { Call } from './calls';
import { FinishedCalls } from './finished-calls';
import { MAYBE_OPT_OUT } from './outcome';

/** Shows finished calls to the operator's call log, and tells whoever acts on them. */
@Injectable()
export class CallRows {
  constructor(
    private readonly leads: LeadStore,
    private readonly outbox: Outbox,
    private readonly finishedCalls: FinishedCalls,
    private readonly script: ScriptSettings,
  ) {}

  /** The call has its outcome: once a call. */
  async finish(
    transaction: Transaction,
    call: Call,
    lead: Lead | undefined,
    attempt: Attempt | undefined,
  ): Promise<void> {
    await this.put(transaction, call, lead, attempt);
    await this.finishedCalls.finished(transaction, call);
  }

  /**
   * The outcome stands; what comes later is shown, and an opt-out in it still binds. Words that may be one keep the lead
   * from being dialed until a person has looked.
   */
  async amend(
    transaction: Transaction,
    before: Call,
    call: Call,
    attempt: Attempt | undefined,
    said: 'opt-out' | 'doubtful' | 'none',
  ): Promise<void> {
    const [lead] = attempt ? await this.leads.lock(transaction, [attempt.lead_id]) : [];
    if (lead && said === 'opt-out') await this.leads.change(transaction, lead.id, { status: 'opted out' });
    if (lead && said === 'doubtful' && isDialable(lead.status))
      await this.leads.change(transaction, lead.id, { status: 'needs review', status_reason: MAYBE_OPT_OUT });
    const after = {
      ...call,
      opted_out: call.opted_out || said === 'opt-out',
      opt_out_doubtful: call.opt_out_doubtful || said === 'doubtful',
    };
    await this.put(transaction, after, lead, attempt);
    await this.finishedCalls.amended(transaction, before, after);
  }

  private async put(
    transaction: Transaction,
    call: Call,
    lead: Lead | undefined,
    attempt: Attempt | undefined,
  ): Promise<void> {
    await this.outbox.put(transaction, 'call', call.id, callRow(call, lead, attempt, this.script.agentName));
  }
}
