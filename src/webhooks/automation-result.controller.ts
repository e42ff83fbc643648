import { Body, Controller, HttpCode, NotFoundException, Post, UseGuards } from '@nestjs/common';
import { AutomationResults } from '../automation/automation-results';
import { Metrics } from '../common/metrics';
import { AutomationResultDto } from './automation-result.dto';
import { WebhookGuard } from './webhook.guard';

/** Takes back what an automation made of a call. 200 only when durable; the same again is 200 and changes nothing. */
@Controller('automation-result')
@UseGuards(WebhookGuard)
export class AutomationResultController {
  constructor(
    private readonly results: AutomationResults,
    private readonly metrics: Metrics,
  ) {}

  @Post()
  @HttpCode(200)
  async receive(@Body() { call_id, summary, next_action }: AutomationResultDto): Promise<{ received: true }> {
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
