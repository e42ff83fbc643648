import { Body, Controller, HttpCode, Logger, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { WebhookApi } from '../common/api-docs';
import { toError } from '../common/errors';
import { Metrics } from '../common/metrics';
import { PredialGate, PredialRuling } from './vapi-predial';
import { PredialQuestion, readPredial } from './vapi-predial-message';
import { WebhookGuard } from './webhook.guard';
import { LOOSE_BODY, PredialAnswer } from './webhook-answers';

/** The answer must be out within a second of real time; what takes longer than this (ms) is answered with no. */
const DEADLINE_MS = 900;

/** VAPI's campaign pre-dial gate: its own campaigns obey the same rules. Anything in doubt is "no", with status 200. */
@WebhookApi()
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
  @ApiOperation({ summary: "May a contact of one of VAPI's own campaigns be called?" })
  @ApiBody({ schema: LOOSE_BODY })
  @ApiOkResponse({ type: PredialAnswer })
  async decide(@Body() body: unknown): Promise<PredialAnswer> {
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
