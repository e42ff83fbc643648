import { Injectable } from '@nestjs/common';
import { AttemptState } from '../../call-log/attempt-state';
import { Finding } from '../../compliance/decision';
import { Lead } from '../../leads/lead';
import { Database } from '../../persistence/database';
import { TimelineEntry } from './lead-detail';

/** Entries that are shown; of each kind no more than this are read. */
const MOST = 200;

const ATTEMPT_WORDS: Readonly<Record<AttemptState, string>> = {
  reserved: 'has a line reserved',
  dialing: 'is being placed',
  in_doubt: 'is in doubt: nobody knows yet whether it was placed',
  placed: 'was placed',
  released: 'was let go before the dial',
  rejected: 'was turned down by the provider',
  not_placed: 'turned out never to have been placed',
  ended: 'is over',
};

/** What has happened to a lead and its number, from every table that tells of it. */
@Injectable()
export class LeadTimeline {
  constructor(private readonly database: Database) {}

  /** Newest first, at most {@link MOST}. */
  async of({ id, phone }: Pick<Lead, 'id' | 'phone'>): Promise<readonly TimelineEntry[]> {
    const entries = [
      await this.attempts(id),
      await this.calls(id),
      await this.decisions(id),
      await this.commands(id),
      ...(phone === null ? [] : [await this.consents(phone), await this.suppressions(phone)]),
    ].flat();
    return entries.toSorted((one, other) => other.at.getTime() - one.at.getTime()).slice(0, MOST);
  }

  private async attempts(leadId: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('attempts')
      .select(['id', 'number', 'state', 'reason', 'reserved_at'])
      .where('lead_id', '=', leadId)
      .orderBy('reserved_at', 'desc')
      .limit(MOST)
      .execute();
    return rows.map(({ id, number, state, reason, reserved_at: at }) => {
      const words = ATTEMPT_WORDS[state as AttemptState];
      return { at, kind: 'attempt', title: `Attempt ${number} ${words}`, detail: reason, id };
    });
  }

  private async calls(leadId: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('calls')
      .select(['id', 'status', 'disposition', 'created_at'])
      .select((select) => select.fn.coalesce('automation_summary', 'summary').as('summary'))
      .where('lead_id', '=', leadId)
      .orderBy('created_at', 'desc')
      .limit(MOST)
      .execute();
    return rows.map(({ id, status, disposition, summary: detail, created_at: at }) => {
      return { at, kind: 'call', title: `Call: ${disposition ?? status}`, detail, id };
    });
  }

  private async decisions(leadId: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('decisions')
      .select(['id', 'moment', 'verdict', 'findings', 'decided_at'])
      .where('lead_id', '=', leadId)
      .orderBy('decided_at', 'desc')
      .limit(MOST)
      .execute();
    return rows.map(({ id, moment, verdict, findings, decided_at: at }) => {
      const refused = (findings as Finding[]).filter((finding) => finding.verdict === 'refuse');
      const what = verdict === 'allow' ? 'Found lawful' : 'Refused';
      const when = moment === 'reserve' ? 'before a line was reserved' : 'just before the dial';
      const detail = refused.map(({ reason }) => reason).join('; ') || null;
      return { at, kind: 'decision', title: `${what} ${when}`, detail, id };
    });
  }

  private async commands(leadId: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('operator_actions')
      .select(['id', 'at', 'who', 'command', 'reason'])
      .where('subject', '=', leadId)
      .orderBy('id', 'desc')
      .limit(MOST)
      .execute();
    return rows.map(({ id, at, who, command, reason: detail }) => {
      return { at, kind: 'command', title: `${command}, by ${who}`, detail, id };
    });
  }

  private async consents(phone: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('consents')
      .select(['id', 'kind', 'level', 'source', 'occurred_at', 'recorded_at'])
      .where('phone', '=', phone)
      .orderBy('recorded_at', 'desc')
      .limit(MOST)
      .execute();
    return rows.map(({ id, kind, level, source: detail, occurred_at, recorded_at }) => {
      const title = kind === 'grant' ? `Consent given: ${level ?? 'of no level'}` : 'Consent withdrawn';
      return { at: occurred_at ?? recorded_at, kind: 'consent', title, detail, id };
    });
  }

  private async suppressions(phone: string): Promise<TimelineEntry[]> {
    const rows = await this.database
      .selectFrom('suppressions')
      .select(['reason', 'channel', 'call_id', 'created_at'])
      .where('phone', '=', phone)
      .execute();
    return rows.map(({ reason: detail, channel, call_id: id, created_at: at }) => {
      return { at, kind: 'suppression', title: `Number suppressed (${channel})`, detail, id };
    });
  }
}
