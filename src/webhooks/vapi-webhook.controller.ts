import { BadRequestException, Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { toolCallAnswer, ToolCallAnswer } from '../telephony/vapi/tool-calls';
import { Inbox } from './inbox';
import { WebhookGuard } from './webhook.guard';

/** VAPI's server messages, and the flat form. 200 only when durable. */
@Controller('vapi-webhook')
@UseGuards(WebhookGuard)
export class VapiWebhookController {
  constructor(private readonly inbox: Inbox) {}

  @Post()
  @HttpCode(200)
  async receive(@Body() body: unknown): Promise<ToolCallAnswer | { received: true }> {
    await this.inbox.receive('vapi', requireObject(body));
    return toolCallAnswer(body) ?? { received: true };
  }
}

/** @throws BadRequestException for a body that is no JSON object and no form */
export function requireObject(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequestException('The body must be a JSON object');
  }
  return body;
}
