import { Controller, Get, NotFoundException, Query, UseGuards } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { CampaignSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { scriptLead } from '../orchestration/script-lead';
import { Database } from '../persistence/database';
import { Script, ScriptPreview } from '../script/script.service';
import { OperatorGuard } from './operator.guard';

/** The script as it would be spoken to a lead, or to a made-up one. */
export interface ScriptPreviewView extends ScriptPreview {
  readonly version: string;
  /** Our own id; `null` for the made-up lead, who is called where everything is asked for. */
  readonly leadId: string | null;
}

/** What the agent would say and be told, what must be said where the lead is and whether it is, and what is missing. */
@Controller('api/script')
@UseGuards(OperatorGuard)
export class ScriptPreviewController {
  constructor(
    private readonly database: Database,
    private readonly script: Script,
    private readonly campaign: CampaignSettings,
  ) {}

  /** @param id our own id of a lead, or the lead source's */
  @Get('preview')
  async preview(@Query('lead') id?: string): Promise<ScriptPreviewView> {
    const { version } = this.script;
    if (id === undefined) return { version, leadId: null, ...this.script.preview() };
    const lead = await this.leadOf(id);
    if (!lead) throw new NotFoundException('There is no such lead');
    return { version, leadId: lead.id, ...this.script.preview(scriptLead(lead)) };
  }

  private async leadOf(id: string): Promise<Lead | undefined> {
    if (typeof id !== 'string' || id.includes('\0')) return undefined;
    const row = await this.database
      .selectFrom('leads')
      .selectAll()
      .where('campaign', '=', this.campaign.name)
      .where((where) =>
        where.or([where('source_id', '=', id), ...(isUuid(id) ? [where('id', '=', id)] : [])]),
      )
      .executeTakeFirst();
    return row as Lead | undefined;
  }
}
