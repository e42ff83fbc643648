import { Body, Controller, HttpCode, NotFoundException, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AutomationResults } from '../automation/automation-results';
import { ApiProblems, WebhookApi } from '../common/api-docs';
import { Metrics } from '../common/metrics';
import { AutomationResultDto } from './automation-result.dto';
import { WebhookGuard } from './webhook.guard';
import { Received } from './webhook-answers';

/** Takes back what an automation made of a call. 200 only when durable; the same again is 200 and changes nothing. */
@WebhookApi()
@Controller('automation-result')
@UseGuards(WebhookGuard)
export class AutomationResultController {
  constructor(
    private readonly results: AutomationResults,
    private readonly metrics: Metrics,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'What an automation made of a call' })
  @ApiOkResponse({ type: Received })
  @ApiProblems({ 404: 'There is no such call' })
  async receive(@Body() { call_id, summary, next_action }: AutomationResultDto): Promise<Received> {
    const stopTimer = this.metrics.webhookAck.startTimer();
    const result = await this.results.record({
      callId: call_id,
      summary: given(summary),
      nextAction: given(next_action),
    });
    stopTimer();
    this.metrics.webhooks.inc({ provider: 'automation', type: 'result', result });
    if (result === 'unknown') throw new NotFoundException('There is no such call');
    return { received: true };
  }
}

function given(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}
