import { Injectable, Logger } from '@nestjs/common';
import { inStep } from '../common/call-steps';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { inWork } from '../common/work';
import { ComplianceGate } from '../compliance/compliance-gate';
import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { LeadLoader } from '../leads/lead-loader.service';
import { Database } from '../persistence/database';
import { ScriptFault } from '../script/script-fault';
import { RenderedScript, Script } from '../script/script.service';
import { TelephonyProvider } from '../telephony/telephony-provider';
import { AttemptOutcomes } from './attempt-outcomes';
import { DialTurns, Turn } from './dial-turns';
import { Reservation } from './reservation';
import { scriptLead } from './script-lead';

/** A ruling older than this (business ms) is made anew before the dial: a window may have closed meanwhile. */
const RULING_LASTS_MS = 60_000;

const WHY_NOT: Readonly<Record<Exclude<Turn, 'begun' | 'unlawful'>, string>> = {
  refused: 'Paused, suppressed, or the reservation ran out at the last moment',
  stopped: 'The process is stopping',
  overdue: 'No line came free in time',
};

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
    private readonly outcomes: AttemptOutcomes,
    private readonly turns: DialTurns,
    private readonly telephony: TelephonyProvider,
    private readonly script: Script,
    private readonly clock: Clock,
  ) {}

  /** @param stop aborted at shutdown: what is not being dialed yet is released */
  async dialAll(reservations: readonly Reservation[], stop: AbortSignal): Promise<BatchResult> {
    let marked: readonly Reservation[];
    try {
      const attempts = reservations.map(({ attempt }) => attempt.id);
      marked = await inStep('mark', attempts, () => this.mark(reservations));
    } catch (error) {
      this.logger.warn(
        { err: toError(error), attemptIds: reservations.map(({ attempt }) => attempt.id) },
        `The lead source is away: ${reservations.length} leads go back undialed`,
      );
      for (const { attempt } of reservations) await this.outcomes.release(attempt, 'The lead source is away');
      return 'source-away';
    }
    const allowed = await this.rule(marked);
    const results = await Promise.all(
      // From here on each goes its own way, under an id by which the provider's side can be asked for it too.
      allowed.map((ruled) =>
        inWork({ requestId: ruled.reservation.attempt.id }, () => this.dialInTurn(ruled, stop)),
      ),
    );
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

  /** Waits for a line and a slot, then dials. Never rejects: a fault of ours leaves the attempt to the takeover. */
  private async dialInTurn(
    { reservation, ruledAt }: { reservation: Reservation; ruledAt: Date },
    stop: AbortSignal,
  ): Promise<BatchResult> {
    const { attempt, lead } = reservation;
    try {
      const words = this.wordsFor(lead);
      if ('fault' in words) {
        const reason = words.fault;
        await this.outcomes.release(attempt, reason, { status: 'needs review', status_reason: reason });
        return 'dialed';
      }
      let ruled = ruledAt;
      const isLawful = async (): Promise<boolean> => {
        if (this.clock.now().getTime() - ruled.getTime() <= RULING_LASTS_MS) return true;
        const [anew] = await this.rule([reservation]);
        ruled = anew?.ruledAt ?? ruled;
        return anew !== undefined;
      };
      const turn = await this.turns.take(reservation, isLawful, stop);
      if (turn === 'begun') return await inStep('dial', [attempt.id], () => this.dial(reservation, words));
      if (turn !== 'unlawful') await this.outcomes.release(attempt, WHY_NOT[turn]);
      return 'dialed';
    } catch (error) {
      this.logger.error(
        { err: toError(error), attemptId: attempt.id, leadId: attempt.lead_id },
        'A dial broke off',
      );
      return 'dialed';
    }
  }

  /** @param attempt committed as `dialing` a moment ago */
  private async dial({ attempt, lead }: Reservation, words: RenderedScript): Promise<BatchResult> {
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
