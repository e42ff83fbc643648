import { Body, Controller, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { Inbox } from './inbox';
import { requireObject } from './vapi-webhook.controller';
import { WebhookGuard } from './webhook.guard';

/**
 * Twilio's status callbacks, form-encoded or JSON. The address that we had it call names attempt and call beside what
 * Twilio itself tells.
 */
@Controller('twilio-status')
@UseGuards(WebhookGuard)
export class TwilioStatusController {
  constructor(private readonly inbox: Inbox) {}

  @Post()
  @HttpCode(200)
  async receive(
    @Body() body: unknown,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<{ received: true }> {
    const { attempt, call } = query;
    await this.inbox.receive('twilio', { ...requireObject(body), attempt, call });
    return { received: true };
  }
}
