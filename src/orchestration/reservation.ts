import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Outbox } from '../airtable/outbox';
import { Attempt, Attempts } from '../call-log/attempts';
import { linesInUse } from '../call-log/lines-in-use';
import { beginTraces } from '../common/call-steps';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/ids';
import { Replica } from '../common/replica';
import { ComplianceGate } from '../compliance/compliance-gate';
import { Decision } from '../compliance/decision';
import { CampaignSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { LeadStore } from '../leads/lead-store';
import { Database, Transaction } from '../persistence/database';
import { databaseNow } from '../persistence/sql';
import { CallerChoice } from '../telephony/caller-choice';
import { Budget } from './budget';
import { CallerNumbers } from './caller-numbers';
import { limitsOf } from './limits';
import { CLAIM_LIMIT, exhaustion, sameNumberChange } from './claiming';
import { dialSlots } from './pacing';
import { ReadyStock } from './ready-stock';
import { refusalChange } from './refusal';
import { Suspensions } from './suspensions.service';

/** A lead with a number to itself, that is to be dialed; nothing has been asked of the provider yet. */
export interface Reservation {
  readonly attempt: Attempt;
  readonly lead: Lead;
  /** Its slot in the dial rate; none: it is to be ready when a line comes free, and takes a slot then. */
  readonly dialAt: Date | undefined;
}

/** What stopped this tick; a gauge and the log say it. */
export type Standstill =
  'paused' | 'suspended' | 'probe-due' | 'no-lines' | 'no-budget' | 'no-number' | 'dial-rate' | 'nobody-due';

/** What the caller knows that the database does not. */
export interface Circumstances {
  /** Why this process has just stopped asking the provider; suspends the campaign. */
  readonly outage?: string | undefined;
  /** The provider may be asked for a probing call: without this, a probe that is due is not reserved. */
  readonly mayProbe?: boolean;
}

/**
 * Claims due leads, has them judged, and writes decision and reservation in one transaction. The campaign's row is
 * locked for its length, so the line count, the budget and the dial rate hold over all replicas.
 */
@Injectable()
export class Reservations {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadStore,
    private readonly attempts: Attempts,
    private readonly gate: ComplianceGate,
    private readonly budget: Budget,
    private readonly numbers: CallerNumbers,
    private readonly suspensions: Suspensions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
    private readonly replica: Replica,
    private readonly stock: ReadyStock,
    private readonly campaign: CampaignSettings,
  ) {}

  /** @param horizonMs how far ahead dial slots are given out (business ms) */
  async reserve(
    horizonMs: number,
    circumstances: Circumstances = {},
  ): Promise<readonly Reservation[] | Standstill> {
    const startedAt = performance.now();
    const reserved = await this.reserveNow(horizonMs, circumstances);
    if (typeof reserved !== 'string')
      beginTraces(
        'reserve',
        reserved.map(({ attempt }) => attempt.id),
        { startedAt },
      );
    return reserved;
  }

  private async reserveNow(
    horizonMs: number,
    { outage, mayProbe = false }: Circumstances,
  ): Promise<readonly Reservation[] | Standstill> {
    return await this.database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('campaigns')
        .selectAll()
        .select(sql<boolean>`coalesce(probe_at <= ${databaseNow}, false)`.as('probe_is_due'))
        .where('name', '=', this.campaign.name)
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (row.paused_at !== null) return 'paused';
      const standing = await this.suspensions.review(transaction, row, outage);
      if (standing === 'suspended' || (standing === 'probe-due' && !mayProbe)) return standing;
      const now = this.clock.now();
      const { lines, callsPerSecond } = limitsOf(row, this.campaign);
      const { dialed, reserved: waiting } = await linesInUse(transaction, this.campaign.name);
      const free = Math.max(0, lines - dialed - waiting);
      const ahead = standing === 'probe-due' ? 0 : this.stock.size(performance.now(), lines);
      const room = this.stock.taking(ahead, lines + ahead - dialed - waiting, free);
      if (room <= 0) return 'no-lines';
      const affordable = await this.budget.callsLeft(transaction, now);
      if (affordable <= 0) return 'no-budget';
      const callers = await this.numbers.choice(transaction, now);
      const fromNumbers = callers?.left ?? Number.POSITIVE_INFINITY;
      if (fromNumbers <= 0) return 'no-number';
      const pacing = {
        now,
        nextDialAt: row.next_dial_at ?? undefined,
        callsPerSecond,
      };
      const wanted = standing === 'probe-due' ? 1 : Math.min(room, affordable, fromNumbers);
      const atOnce = Math.min(free, wanted);
      const slots = dialSlots({ ...pacing, horizonMs, wanted: atOnce }).at;
      if (slots.length === 0 && atOnce > 0) return 'dial-rate';
      // Where the dial rate keeps lines free, nobody need wait for one.
      const ready = slots.length < atOnce ? 0 : wanted - atOnce;
      const moments = [...slots, ...Array<undefined>(ready).fill(undefined)];

      const due = await this.leads.claimDue(transaction, this.campaign.name, now, CLAIM_LIMIT);
      if (due.length === 0) return 'nobody-due';
      const reserved = await this.judge(transaction, due, moments, callers);
      const [probe] = reserved;
      if (probe && standing === 'probe-due') await this.suspensions.probing(transaction, probe.attempt.id);
      const slotted = reserved.filter(({ dialAt }) => dialAt !== undefined).length;
      if (slotted > 0) {
        const { nextDialAt } = dialSlots({ ...pacing, horizonMs, wanted: slotted });
        await transaction
          .updateTable('campaigns')
          .set({ next_dial_at: nextDialAt })
          .where('name', '=', this.campaign.name)
          .execute();
      }
      return reserved;
    });
  }

  /** Goes through the leads until every slot is taken; those after that stay as they are, undecided. */
  private async judge(
    transaction: Transaction,
    due: readonly Lead[],
    slots: readonly (Date | undefined)[],
    callers: CallerChoice | undefined,
  ): Promise<Reservation[]> {
    const reserved: Reservation[] = [];
    const waiting = [...due];
    while (waiting.length > 0 && reserved.length < slots.length) {
      const batch = await this.withSubjects(transaction, waiting.splice(0, slots.length - reserved.length));
      const decisions = await this.gate.decide(
        transaction,
        batch.map(({ subject }) => subject),
        'reserve',
      );
      const allowed: { lead: Lead; decision: Decision }[] = [];
      for (const [index, { lead }] of batch.entries()) {
        const decision = decisions[index];
        if (decision?.verdict === 'allow') allowed.push({ lead, decision });
        else if (decision) await this.leads.change(transaction, lead.id, refusalChange(decision));
      }
      const attempts = await this.open(transaction, allowed, callers);
      for (const { lead, attempt } of attempts) {
        reserved.push({ lead, attempt, dialAt: slots[reserved.length] });
      }
    }
    return reserved;
  }

  private async withSubjects(transaction: Transaction, leads: readonly Lead[]) {
    const judged = [];
    for (const lead of leads) {
      const subject = callSubject(lead);
      const exhausted = exhaustion(lead, this.campaign);
      if (!subject) {
        const change = { status: 'needs review', status_reason: 'There is no phone number' } as const;
        await this.leads.change(transaction, lead.id, change);
      } else if (exhausted) {
        await this.leads.change(transaction, lead.id, exhausted);
      } else {
        judged.push({ lead, subject });
      }
    }
    return judged;
  }

  private async open(
    transaction: Transaction,
    allowed: readonly { lead: Lead; decision: Decision }[],
    callers: CallerChoice | undefined,
  ) {
    const now = this.clock.now();
    const wanted = allowed.map(({ lead, decision }) => ({ lead, decision, id: this.ids.next() }));
    const attempts = await this.attempts.reserve(
      transaction,
      wanted.map(({ id, lead }) => ({
        id,
        campaign: this.campaign.name,
        lead_id: lead.id,
        phone: lead.phone ?? '',
        number: lead.attempts + 1,
        holder: this.replica.id,
        reserved_at: now,
        lead_status_before: lead.status,
        caller_id: callers?.take(lead.phone ?? '')?.id ?? null,
      })),
    );
    const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
    await this.gate.linkAttempts(
      transaction,
      wanted
        .filter(({ id }) => byId.has(id))
        .map(({ id, decision }) => ({ attemptId: id, decisionId: decision.id })),
    );
    const opened = [];
    for (const { id, lead } of wanted) {
      const attempt = byId.get(id);
      if (!attempt) {
        await this.leads.change(transaction, lead.id, sameNumberChange(now));
        continue;
      }
      // The direct write of `in progress` overtakes whatever status still waits to be written.
      await this.outbox.withdraw(transaction, 'lead', lead.source_id, ['Status']);
      await transaction
        .updateTable('leads')
        .set({ status: 'in progress', status_reason: null })
        .where('id', '=', lead.id)
        .execute();
      opened.push({ lead: { ...lead, status: 'in progress' as const }, attempt });
    }
    return opened;
  }
}
