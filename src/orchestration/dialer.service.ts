import { Injectable, Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attempts } from '../call-log/attempts';
import { Clock } from '../common/clock';
import { LauraError, toError } from '../common/errors';
import { ComplianceGate } from '../compliance/compliance-gate';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { LeadLoader } from '../leads/lead-loader.service';
import { Database } from '../persistence/database';
import { ScriptFault } from '../script/script-fault';
import { RenderedScript, Script } from '../script/script.service';
import { TelephonyProvider } from '../telephony/telephony-provider';
import { AttemptOutcomes } from './attempt-outcomes';
import { Reservation } from './reservation';
import { scriptLead } from './script-lead';

/** A ruling older than this (business ms) is made anew before the dial: a window may have closed meanwhile. */
const RULING_LASTS_MS = 60_000;

/**
 * A process that was frozen between the commit and the request must not ask any more (real ms): by then another replica
 * may be about to take the attempt over.
 */
const DIALING_LASTS_MS = 10_000;

/** What a batch of reservations came to; anything but `dialed` asks the orchestrator to rest before the next. */
export type BatchResult = 'dialed' | 'source-away' | 'provider-away';

/** Takes reserved leads through mark, last ruling and dial. One failing lead never holds the others up. */
@Injectable()
export class Dialer {
  private readonly logger = new Logger(Dialer.name);

  constructor(
    private readonly database: Database,
    private readonly leads: LeadLoader,
    private readonly gate: ComplianceGate,
    private readonly attempts: Attempts,
    private readonly outcomes: AttemptOutcomes,
    private readonly telephony: TelephonyProvider,
    private readonly script: Script,
    private readonly clock: Clock,
  ) {}

  /** @param stop aborted at shutdown: what is not being dialed yet is released */
  async dialAll(reservations: readonly Reservation[], stop: AbortSignal): Promise<BatchResult> {
    let marked: readonly Reservation[];
    try {
      marked = await this.mark(reservations);
    } catch (error) {
      this.logger.warn(
        { err: toError(error), attemptIds: reservations.map(({ attempt }) => attempt.id) },
        `The lead source is away: ${reservations.length} leads go back undialed`,
      );
      for (const { attempt } of reservations) await this.outcomes.release(attempt, 'The lead source is away');
      return 'source-away';
    }
    const allowed = await this.rule(marked);
    const results = await Promise.all(allowed.map((ruled) => this.dialInTurn(ruled, stop)));
    return results.includes('provider-away') ? 'provider-away' : 'dialed';
  }

  /**
   * Reads the records once more, so that a word a person has just written is kept, then shows the rest as
   * `in progress`. A lead that is gone, or that a person has taken over, is released.
   */
  private async mark(reservations: readonly Reservation[]): Promise<readonly Reservation[]> {
    const fresh = await this.leads.refresh(reservations.map(({ lead }) => lead));
    const untouched = await this.keepOurs(reservations, fresh);
    if (untouched.length === 0) return [];
    return await this.keepOurs(untouched, await this.leads.markInProgress(untouched.map(({ lead }) => lead)));
  }

  private async keepOurs(
    reservations: readonly Reservation[],
    fresh: readonly Lead[],
  ): Promise<Reservation[]> {
    const byId = new Map(fresh.map((lead) => [lead.id, lead]));
    const kept: Reservation[] = [];
    for (const reservation of reservations) {
      const lead = byId.get(reservation.lead.id);
      const gone = { status: 'needs review', status_reason: 'No longer in the lead source' } as const;
      if (!lead) await this.outcomes.release(reservation.attempt, 'The record is gone', gone);
      else if (lead.status !== 'in progress')
        await this.outcomes.release(reservation.attempt, 'A person took it over');
      else if (lead.phone !== reservation.attempt.phone)
        await this.outcomes.release(reservation.attempt, 'The number changed');
      else kept.push({ ...reservation, lead });
    }
    return kept;
  }

  /** Decides again on the records as they now stand; refused leads are released with the reason. */
  private async rule(
    reservations: readonly Reservation[],
  ): Promise<{ reservation: Reservation; ruledAt: Date }[]> {
    const judged = reservations.flatMap((reservation) => {
      const subject = callSubject(reservation.lead);
      return subject ? [{ reservation, subject }] : [];
    });
    const decisions = await this.database.transaction().execute(async (transaction) => {
      const made = await this.gate.decide(
        transaction,
        judged.map(({ subject }) => subject),
        'dial',
      );
      const links = made.flatMap((decision, index) => {
        const attemptId = judged[index]?.reservation.attempt.id;
        return attemptId ? [{ decisionId: decision.id, attemptId }] : [];
      });
      await this.gate.linkAttempts(transaction, links);
      return made;
    });
    const allowed = [];
    for (const [index, { reservation }] of judged.entries()) {
      const decision = decisions[index];
      if (decision?.verdict === 'allow') allowed.push({ reservation, ruledAt: decision.decidedAt });
      else await this.outcomes.refuse(reservation.attempt, decision);
    }
    return allowed;
  }

  /** Waits for the dial slot, then dials. Never rejects: a fault of ours leaves the attempt to the takeover. */
  private async dialInTurn(
    { reservation, ruledAt }: { reservation: Reservation; ruledAt: Date },
    stop: AbortSignal,
  ): Promise<BatchResult> {
    const { attempt } = reservation;
    try {
      const waitMs = (reservation.dialAt.getTime() - this.clock.now().getTime()) / this.clock.speed;
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) {
        await this.outcomes.release(attempt, 'The process is stopping');
        return 'dialed';
      }
      const stale = this.clock.now().getTime() - ruledAt.getTime() > RULING_LASTS_MS;
      if (stale && (await this.rule([reservation])).length === 0) return 'dialed';
      return await this.dial(reservation);
    } catch (error) {
      this.logger.error(
        { err: toError(error), attemptId: attempt.id, leadId: attempt.lead_id },
        'A dial broke off',
      );
      return 'dialed';
    }
  }

  private async dial({ attempt, lead }: Reservation): Promise<BatchResult> {
    const words = this.wordsFor(lead);
    if ('fault' in words) {
      const reason = words.fault;
      await this.outcomes.release(attempt, reason, { status: 'needs review', status_reason: reason });
      return 'dialed';
    }
    const askedAt = performance.now();
    const begun = await this.database
      .transaction()
      .execute((transaction) =>
        this.attempts.startDialing(
          transaction,
          attempt.id,
          attempt.holder,
          this.clock.now(),
          this.script.version,
        ),
      );
    if (!begun) {
      await this.outcomes.release(
        attempt,
        'Paused, suppressed, or the reservation ran out at the last moment',
      );
      return 'dialed';
    }
    if (performance.now() - askedAt > DIALING_LASTS_MS) {
      throw new LauraError(
        'DIAL_TOO_LATE',
        `Attempt ${attempt.id} was held up before the provider could be asked`,
      );
    }
    const result = await this.telephony.placeCall({
      attemptId: attempt.id,
      leadId: lead.id,
      campaign: attempt.campaign,
      phone: attempt.phone,
      customerName: lead.name ?? undefined,
      callerId: attempt.caller_id ?? undefined,
      ...words,
    });
    await this.outcomes.record(attempt, result);
    return result.outcome === 'rejected' && result.fault !== 'call' ? 'provider-away' : 'dialed';
  }

  /** The fault is in this lead's values, or in what must be said where it is: it would fail again, so a person must look. */
  private wordsFor(lead: Lead): RenderedScript | { readonly fault: string } {
    try {
      return this.script.render(scriptLead(lead));
    } catch (error) {
      this.logger.error({ err: toError(error), leadId: lead.id }, 'The script cannot be rendered for a lead');
      const isOurs = error instanceof ScriptFault;
      return { fault: isOurs ? error.message : 'The script cannot be rendered for this lead: see the log' };
    }
  }
}
