import { Body, Controller, HttpCode, Logger, Post, UseGuards } from '@nestjs/common';
import { toError } from '../common/errors';
import { Metrics } from '../common/metrics';
import { PredialGate, PredialRuling } from './vapi-predial';
import { PredialQuestion, readPredial } from './vapi-predial-message';
import { WebhookGuard } from './webhook.guard';

/** The answer must be out within a second of real time; what takes longer than this (ms) is answered with no. */
const DEADLINE_MS = 900;

/** VAPI's campaign pre-dial gate: its own campaigns obey the same rules. Anything in doubt is "no", with status 200. */
@Controller('vapi-predial')
@UseGuards(WebhookGuard)
export class VapiPredialController {
  private readonly logger = new Logger(VapiPredialController.name);

  constructor(
    private readonly gate: PredialGate,
    private readonly metrics: Metrics,
  ) {}

  @Post()
  @HttpCode(200)
  async decide(@Body() body: unknown): Promise<{ eligible: boolean }> {
    const question = readPredial(body);
    const { eligible, rule, leadId } = await this.inTime(question);
    const { campaignId, contactId } = question;
    const result = eligible ? 'eligible' : 'ineligible';
    this.metrics.webhooks.inc({ provider: 'vapi', type: 'campaign.predial', result });
    this.logger.log({ campaignId, contactId, leadId, rule }, `A contact of a VAPI campaign is ${result}`);
    return { eligible };
  }

  private async inTime({ phone, ...ids }: PredialQuestion): Promise<PredialRuling> {
    if (phone === undefined) return { eligible: false, rule: 'no-number' };
    const deadline = new AbortController();
    const { promise: late, resolve } = Promise.withResolvers<PredialRuling>();
    const timer = setTimeout(() => {
      deadline.abort();
      resolve({ eligible: false, rule: 'too-late' });
    }, DEADLINE_MS);
    const ruling = this.gate.judge(phone, deadline.signal).catch((error: unknown) => {
      this.logger.warn({ ...ids, err: toError(error) }, 'A contact of a VAPI campaign could not be judged');
      return { eligible: false, rule: 'fault' };
    });
    try {
      return await Promise.race([ruling, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
