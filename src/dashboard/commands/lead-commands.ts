import { ConflictException, Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { OPEN_STATES } from '../../call-log/attempt-state';
import { BlockedException } from '../../common/blocked.exception';
import { Clock } from '../../common/clock';
import { Metrics } from '../../common/metrics';
import { Suppressions } from '../../compliance/suppressions';
import { CampaignSettings } from '../../config/settings';
import { Lead } from '../../leads/lead';
import { isDialable } from '../../leads/lead-status';
import { LeadChange, LeadStore } from '../../leads/lead-store';
import { Database, Transaction } from '../../persistence/database';
import { Eligibility, Hindrance } from '../eligibility';
import { EligibilityReader } from '../eligibility-reader';
import { hasLeadId } from '../leads/lead-of-id';
import { Mark } from './mark.dto';
import { OperatorActions } from './operator-actions';

/** When a lead is called again, as far as its own standing and the law go. */
export class Redial {
  @ApiProperty()
  readonly dueAt: Date;

  @ApiProperty({ description: 'As it would be judged now' })
  readonly eligibility: Eligibility;
}

/** What a redial overcomes by itself, or what ends when an operator ends it. */
const PASSING = new Set(['not-due', 'campaign-paused']);

/** What operators do to one lead. They stand above our own moves of a lead, as people do in the lead source, and below the law. */
@Injectable()
export class LeadCommands {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadStore,
    private readonly suppressions: Suppressions,
    private readonly eligibility: EligibilityReader,
    private readonly actions: OperatorActions,
    private readonly metrics: Metrics,
    private readonly campaign: CampaignSettings,
    private readonly clock: Clock,
  ) {}

  /**
   * @param id our own, or the lead source's
   * @returns our own id; `undefined`: there is no such lead
   * @throws ConflictException for a lead in a call, and for a move that people may not make either
   */
  async mark(who: string, id: string, status: Mark, reason: string): Promise<string | undefined> {
    const marked = await this.database.transaction().execute(async (transaction) => {
      const lead = await this.lock(transaction, id);
      if (!lead) return undefined;
      // Nobody has to wait for a call to end who wants no more of them: what comes of the call changes nothing about it.
      if (status !== 'opted out') await this.refuseInCall(transaction, lead);
      refuseMark(lead, status);
      const isNews = status === 'opted out' && (await this.suppress(transaction, lead, reason));
      await this.leads.overrule(transaction, lead.id, this.changeTo(status));
      const detail = { from: lead.status, to: status };
      await this.actions.record(transaction, { who, command: 'mark', subject: lead.id, reason, detail });
      return { id: lead.id, isNews };
    });
    if (marked?.isNews) this.metrics.optOuts.inc({ channel: 'operator' });
    return marked?.id;
  }

  /**
   * Makes the lead due now. The gate judges it like any other when its turn comes; the answer says what it would say now.
   * @throws BlockedException naming what time alone does not heal, or for a lead in a call
   */
  async redial(who: string, id: string, reason: string): Promise<Redial | undefined> {
    const before = await this.eligibility.ofLead(id);
    if (!before) return undefined;
    refuseForGood(before.reasons);
    const now = this.clock.now();
    const isKnown = await this.database.transaction().execute(async (transaction) => {
      const lead = await this.lock(transaction, id);
      if (!lead) return false;
      await this.refuseInCall(transaction, lead);
      if (!isDialable(lead.status)) throw new ConflictException(`The status of the lead is "${lead.status}"`);
      await this.leads.change(transaction, lead.id, { due_at: now, status_reason: null });
      await this.actions.record(transaction, { who, command: 'redial', subject: lead.id, reason });
      return true;
    });
    const eligibility = isKnown ? await this.eligibility.ofLead(id) : undefined;
    return eligibility && { dueAt: eligibility.nextEligibleAt ?? now, eligibility };
  }

  private async lock(transaction: Transaction, id: string): Promise<Lead | undefined> {
    if (id.includes('\0')) return undefined;
    const row = await transaction
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', this.campaign.name)
      .where(hasLeadId(id))
      .forUpdate()
      .executeTakeFirst();
    return row as Lead | undefined;
  }

  private async refuseInCall(transaction: Transaction, lead: Lead): Promise<void> {
    const open = await transaction
      .selectFrom('attempts')
      .select('id')
      .where('lead_id', '=', lead.id)
      .where('state', 'in', OPEN_STATES)
      .executeTakeFirst();
    if (open || lead.status === 'in progress') {
      throw new ConflictException('The lead is in a call: wait for its end, or stop the campaign');
    }
  }

  /** @returns whether the number was not suppressed before */
  private async suppress(transaction: Transaction, { phone }: Lead, reason: string): Promise<boolean> {
    if (phone === null) return false;
    return (await this.suppressions.addAll(transaction, [phone], { reason, channel: 'operator' })) > 0;
  }

  /** As when a person writes the word into the lead source: `new` is a fresh start. */
  private changeTo(status: Mark): LeadChange & { readonly status: Mark } {
    const restart = { attempts: 0, failures: 0, due_at: this.clock.now() };
    return { status, status_reason: null, ...(status === 'new' && restart) };
  }
}

function refuseMark(lead: Lead, status: Mark): void {
  if (lead.status === 'opted out' && status !== 'opted out') {
    throw new ConflictException('The person wants no more calls: that cannot be taken back here');
  }
  if (status !== 'new') return;
  if (lead.phone === null) throw new ConflictException('The lead has no phone number that could be called');
  if (lead.wrong_numbers.includes(lead.phone)) {
    throw new ConflictException('Somebody else was reached at this number: write the right one first');
  }
}

function refuseForGood(reasons: readonly Hindrance[]): void {
  const lasting = reasons.filter(({ rule, retryAt }) => retryAt === undefined && !PASSING.has(rule));
  if (lasting.length === 0) return;
  throw new BlockedException(
    'The lead may not be called, and time alone will not change that',
    lasting.map(({ rule, reason }) => ({ field: rule, detail: reason })),
  );
}
