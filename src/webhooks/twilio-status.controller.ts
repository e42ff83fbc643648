import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Inbox } from './inbox';
import { requireObject } from './vapi-webhook.controller';
import { WebhookGuard } from './webhook.guard';

/** Twilio's status callbacks, form-encoded or JSON. */
@Controller('twilio-status')
@UseGuards(WebhookGuard)
export class TwilioStatusController {
  constructor(private readonly inbox: Inbox) {}

  @Post()
  @HttpCode(200)
  async receive(@Body() body: unknown): Promise<{ received: true }> {
    await this.inbox.receive('twilio', { ...requireObject(body) });
    return { received: true };
  }
}
