import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { OPEN_STATES } from '../call-log/attempt-state';
import { ComplianceGate } from '../compliance/compliance-gate';
import { refusals } from '../compliance/decision';
import { CampaignSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { isDialable } from '../leads/lead-status';
import { Database, Transaction } from '../persistence/database';

/** What is said of a number, with what may be logged of it: ids, never the number. */
export interface PredialRuling {
  readonly eligible: boolean;
  /** Stable: a compliance rule's id, or `campaign-paused`, `unknown-lead`, `lead-status`, `call-in-hand`, `too-late`. */
  readonly rule: string;
  readonly leadId?: string;
}

/** Judges a number that another system is about to call by what we know of its owner. */
@Injectable()
export class PredialGate {
  constructor(
    private readonly database: Database,
    private readonly gate: ComplianceGate,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * Eligible only if this campaign is neither paused nor suspended, there are leads with this number, in whatever campaign, and each of them may be called at this
   * instant, and no attempt of ours is open to it. Changes and records nothing.
   * @param phone E.164
   * @param deadline aborted when nobody waits for the answer any more: what has not begun by then is not begun
   * @throws whatever the database does
   */
  async judge(phone: string, deadline: AbortSignal): Promise<PredialRuling> {
    return await this.database.transaction().execute(async (transaction) => {
      if (deadline.aborted) return { eligible: false, rule: 'too-late' };
      // What outlives its answer should not hold a connection for long.
      await sql`set local statement_timeout = 1000`.execute(transaction);
      if (await this.standsStill(transaction)) return { eligible: false, rule: 'campaign-paused' };
      const leads = await transaction.selectFrom('leads').selectAll().where('phone', '=', phone).execute();
      if (leads.length === 0) return { eligible: false, rule: 'unknown-lead' };
      for (const lead of leads) {
        const rule = deadline.aborted ? 'too-late' : await this.refusal(transaction, lead as Lead);
        if (rule !== undefined) return { eligible: false, rule, leadId: lead.id };
      }
      if (await hasOpenAttempt(transaction, phone)) return { eligible: false, rule: 'call-in-hand' };
      return { eligible: true, rule: 'none' };
    });
  }

  private async standsStill(transaction: Transaction): Promise<boolean> {
    const row = await transaction
      .selectFrom('campaigns')
      .select(['paused_at', 'suspended_at'])
      .where('name', '=', this.campaign.name)
      .executeTakeFirst();
    return row === undefined || row.paused_at !== null || row.suspended_at !== null;
  }

  private async refusal(transaction: Transaction, lead: Lead): Promise<string | undefined> {
    const subject = callSubject(lead);
    if (!subject || !isDialable(lead.status)) return 'lead-status';
    const decision = await this.gate.explain(transaction, subject);
    return decision.verdict === 'allow' ? undefined : (refusals(decision)[0]?.rule ?? 'unknown');
  }
}

async function hasOpenAttempt(transaction: Transaction, phone: string): Promise<boolean> {
  const open = await transaction
    .selectFrom('attempts')
    .select('id')
    .where('phone', '=', phone)
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirst();
  return open !== undefined;
}
