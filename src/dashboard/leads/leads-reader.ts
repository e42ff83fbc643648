import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { zonesOf } from '../../call-log/person-zones';
import { maskPhone } from '../../common/redaction';
import { CampaignSettings } from '../../config/settings';
import { Lead } from '../../leads/lead';
import { isDialable } from '../../leads/lead-status';
import { Database } from '../../persistence/database';
import { readCursor, writeCursor } from '../paging/cursor';
import { Page, pageOf } from '../paging/page';
import { LeadDetail } from './lead-detail';
import { LeadFilter, matchesLead } from './lead-filter';
import { hasLeadId } from './lead-of-id';
import { LeadSummary } from './lead-summary';
import { LeadTimeline } from './lead-timeline';

/** The campaign's leads as operators read them. */
@Injectable()
export class LeadsReader {
  constructor(
    private readonly database: Database,
    private readonly campaign: CampaignSettings,
    private readonly timeline: LeadTimeline,
  ) {}

  /**
   * In the order in which they were first read, which is that of their ids.
   * @throws InvalidFieldsException for a cursor that is none
   */
  async page(filter: LeadFilter, limit: number, cursor?: string): Promise<Page<LeadSummary>> {
    const { items, next } = await this.leads(filter, limit, cursor);
    return { items: items.map(summaryOf), next };
  }

  /** The same with all that is known of each. */
  async leads(filter: LeadFilter, limit: number, cursor?: string): Promise<Page<Lead>> {
    const after = cursor === undefined ? undefined : readCursor(cursor, [isUuid])[0];
    const rows = await this.database
      .selectFrom('leads')
      .selectAll()
      .where(matchesLead(this.campaign.name, filter, after))
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    return pageOf(rows as Lead[], limit, ({ id }) => writeCursor([id]));
  }

  /** @param id our own, or the lead source's */
  async find(id: string): Promise<LeadDetail | undefined> {
    if (id.includes('\0')) return undefined;
    const row = await this.database
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', this.campaign.name)
      .where(hasLeadId(id))
      .executeTakeFirst();
    if (!row) return undefined;
    const lead = row as Lead;
    return {
      ...summaryOf(lead),
      phone: lead.phone,
      email: lead.email,
      consent: {
        level: lead.consent,
        at: lead.consent_at,
        expiresAt: lead.consent_expires_at,
        source: lead.consent_source,
        evidence: lead.consent_evidence,
      },
      doNotCall: lead.do_not_call,
      notes: lead.notes,
      fields: lead.fields,
      zones: zonesOf(lead),
      timeline: await this.timeline.of(lead),
    };
  }
}

function summaryOf(lead: Lead): LeadSummary {
  return {
    id: lead.id,
    sourceId: lead.source_id,
    name: lead.name,
    company: lead.company,
    phoneMasked: lead.phone && maskPhone(lead.phone),
    status: lead.status,
    statusReason: lead.status_reason,
    attempts: lead.attempts,
    dueAt: isDialable(lead.status) ? lead.due_at : null,
    callbackAt: lead.callback_at,
    lastCallAt: lead.last_call_at,
    lastOutcome: lead.last_outcome,
    timezone: lead.timezone,
    state: lead.state,
    country: lead.country,
  };
}
