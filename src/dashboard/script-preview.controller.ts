import { Controller, Get, NotFoundException, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { ApiProblems, OperatorApi } from '../common/api-docs';
import { CampaignSettings } from '../config/settings';
import { Lead } from '../leads/lead';
import { scriptLead } from '../orchestration/script-lead';
import { Database } from '../persistence/database';
import { Script } from '../script/script.service';
import { hasLeadId } from './leads/lead-of-id';
import { OperatorGuard } from './operator.guard';
import { ScriptPreviewView } from './script-preview-view';

/** What the agent would say and be told, what must be said where the lead is and whether it is, and what is missing. */
@OperatorApi('Script')
@Controller('api/script')
@UseGuards(OperatorGuard)
export class ScriptPreviewController {
  constructor(
    private readonly database: Database,
    private readonly script: Script,
    private readonly campaign: CampaignSettings,
  ) {}

  @Get('preview')
  @ApiOperation({ summary: 'The script as it would be spoken to a lead, or to a made-up one' })
  @ApiQuery({ name: 'lead', required: false, description: "Our own id of a lead, or the lead source's" })
  @ApiOkResponse({ type: ScriptPreviewView })
  @ApiProblems({ 404: 'There is no such lead' })
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
      .where(hasLeadId(id))
      .executeTakeFirst();
    return row as Lead | undefined;
  }
}
