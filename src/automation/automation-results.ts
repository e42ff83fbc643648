import { Injectable } from '@nestjs/common';
import { Outbox } from '../airtable/outbox';
import { nextActionOf, summaryOf } from '../call-log/call-row';
import { Clock } from '../common/clock';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';

/** What an automation made of a call. What it leaves out stays as it is. */
export interface AutomationResult {
  readonly callId: string;
  readonly summary: string | undefined;
  readonly nextAction: string | undefined;
}

/** Takes in what automations make of calls: kept above what the provider says, and shown in the Calls row. */
@Injectable()
export class AutomationResults {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly campaign: CampaignSettings,
  ) {}

  /**
   * Durable, with the wish to show it, once this resolves; the same again changes nothing. A call that has no outcome
   * yet is shown when it has one.
   * @returns `unknown`: no such call in this campaign, or its person was erased
   */
  async record({
    callId,
    summary,
    nextAction,
  }: AutomationResult): Promise<'stored' | 'unchanged' | 'unknown'> {
    return await this.database.transaction().execute(async (transaction) => {
      const call = await transaction
        .selectFrom('calls')
        .selectAll()
        .where('id', '=', callId)
        .where('campaign', '=', this.campaign.name)
        .where('erased_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!call) return 'unknown';
      const automation_summary = summary ?? call.automation_summary;
      const automation_next_action = nextAction ?? call.automation_next_action;
      const isNews =
        automation_summary !== call.automation_summary ||
        automation_next_action !== call.automation_next_action;
      if (!isNews) return 'unchanged';
      const told = { automation_summary, automation_next_action };
      await transaction
        .updateTable('calls')
        .set({ ...told, updated_at: this.clock.now() })
        .where('id', '=', callId)
        .execute();
      if (call.disposition !== null) {
        const row = { ...call, ...told };
        const cells = { ConversationSummary: summaryOf(row), NextAction: nextActionOf(row) };
        const known = Object.entries(cells).filter(([, text]) => text !== null);
        await this.outbox.put(transaction, 'call', callId, Object.fromEntries(known));
      }
      return 'stored';
    });
  }
}
