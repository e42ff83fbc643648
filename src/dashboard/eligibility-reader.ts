import { Injectable } from '@nestjs/common';
import { OPEN_STATES } from '../call-log/attempt-state';
import { Clock } from '../common/clock';
import { ComplianceGate } from '../compliance/compliance-gate';
import { CallSubject, Decision, refusals } from '../compliance/decision';
import { RULE_SET } from '../compliance/rule-set';
import { CampaignSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { Database, Transaction } from '../persistence/database';
import { Eligibility, Hindrance, hindranceOf, strictest } from './eligibility';
import { leadHindrances } from './eligibility-lead';
import { EligibilityQueryDto } from './eligibility-query.dto';
import { subjectsOf } from './eligibility-subjects';
import { hasLeadId } from './leads/lead-of-id';

/** Windows of several zones push an instant on in turn; more rounds than this and nobody can say when. */
const MAX_ROUNDS = 8;

/** Answers "may it be called now, and if not, why and when?" from the same gate that the dialer asks. */
@Injectable()
export class EligibilityReader {
  constructor(
    private readonly database: Database,
    private readonly gate: ComplianceGate,
    private readonly campaign: CampaignSettings,
    private readonly clock: Clock,
  ) {}

  /** @param id our own, or the lead source's; `undefined`: this campaign has no such lead */
  async ofLead(id: string): Promise<Eligibility | undefined> {
    if (id.includes('\0')) return undefined;
    return await this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('leads')
        .selectAll()
        .where('campaign', '=', this.campaign.name)
        .where(hasLeadId(id))
        .executeTakeFirst();
      if (!row) return undefined;
      const lead = row as Lead;
      const subject = callSubject(lead);
      return await this.judge(transaction, lead.phone, [lead], subject ? [subject] : []);
    });
  }

  /**
   * The strictest answer over all leads with this number, of any campaign in the database, and what was stated.
   * @param phone E.164
   */
  async ofNumber(phone: string, query: EligibilityQueryDto): Promise<Eligibility> {
    return await this.database.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('leads')
        .selectAll()
        .where('phone', '=', phone)
        .orderBy('id')
        .execute();
      const leads = rows as Lead[];
      return await this.judge(
        transaction,
        phone,
        leads,
        subjectsOf(phone, leads, query),
        query.purpose ?? undefined,
      );
    });
  }

  private async judge(
    transaction: Transaction,
    phone: string | null,
    leads: readonly Lead[],
    subjects: readonly CallSubject[],
    purpose?: CampaignSettings['purpose'],
  ): Promise<Eligibility> {
    const now = this.clock.now();
    const found = [
      ...(await this.pauses(transaction, leads)),
      ...(phone === null ? [] : await this.callInHand(transaction, phone)),
      ...leads.flatMap((lead) => leadHindrances(lead, this.maxAttempts(lead), now)),
    ];
    const decisions: Decision[] = [];
    // Another purpose is judged beside the campaign's own: the answer is the stricter of the two.
    for (const judgedAs of new Set([this.campaign.purpose, purpose ?? this.campaign.purpose])) {
      for (const subject of subjects) {
        const decision = await this.gate.explain(transaction, subject, judgedAs);
        decisions.push(decision);
        found.push(...refusals(decision).map(hindranceOf));
      }
    }
    const reasons = strictest(found);
    const [lead, ...others] = leads;
    const single = others.length === 0 ? lead : undefined;
    return {
      leadId: single?.id ?? null,
      status: single?.status ?? null,
      eligible: reasons.length === 0,
      reasons,
      nextEligibleAt: this.nextEligibleAt(subjects, decisions, reasons) ?? null,
      decidedAt: now,
      ruleSet: RULE_SET,
    };
  }

  /** No earlier than anything that blocks heals, inside every subject's window, and while every consent still holds. */
  private nextEligibleAt(
    subjects: readonly CallSubject[],
    decisions: readonly Decision[],
    reasons: readonly Hindrance[],
  ): Date | undefined {
    if (reasons.length === 0) return undefined;
    const instants = [
      ...reasons.map(({ retryAt }) => retryAt),
      ...decisions.filter(({ verdict }) => verdict === 'refuse').map(({ nextLegalAt }) => nextLegalAt),
    ];
    if (instants.some((instant) => instant === undefined)) return undefined;
    let at = latest(instants);
    for (let round = 0; at && round < MAX_ROUNDS; round += 1) {
      const from = at;
      const opens = subjects.map((subject) => this.gate.nextLegalInstant(subject, from));
      if (opens.some((instant) => instant === undefined)) return undefined;
      at = latest(opens);
      if (at?.getTime() === from.getTime()) return subjects.every(consentHoldsAt(from)) ? from : undefined;
    }
    return undefined;
  }

  /** The pauses of the leads' campaigns; without a lead, of our own. */
  private async pauses(transaction: Transaction, leads: readonly Lead[]): Promise<Hindrance[]> {
    const names = leads.length === 0 ? [this.campaign.name] : leads.map(({ campaign }) => campaign);
    const paused = await transaction
      .selectFrom('campaigns')
      .select('name')
      .where('name', 'in', [...new Set(names)])
      .where('paused_at', 'is not', null)
      .executeTakeFirst();
    if (!paused) return [];
    return [{ rule: 'campaign-paused', reason: 'The campaign is paused', citation: "The operator's pause" }];
  }

  private async callInHand(transaction: Transaction, phone: string): Promise<Hindrance[]> {
    const open = await transaction
      .selectFrom('attempts')
      .select('id')
      .where('phone', '=', phone)
      .where('state', 'in', OPEN_STATES)
      .executeTakeFirst();
    if (!open) return [];
    const reason = 'A call to the number is being made or may still be in progress';
    return [{ rule: 'call-in-hand', reason, citation: 'One call to a number at a time' }];
  }

  private maxAttempts({ campaign }: Lead): number | undefined {
    return campaign === this.campaign.name ? this.campaign.maxAttempts : undefined;
  }
}

function consentHoldsAt(instant: Date): (subject: CallSubject) => boolean {
  return ({ consentExpiresAt }) => !consentExpiresAt || instant < consentExpiresAt;
}

function latest(instants: readonly (Date | undefined)[]): Date | undefined {
  return instants.reduce(
    (last, instant) => (!last || (instant && instant > last) ? instant : last),
    undefined,
  );
}
