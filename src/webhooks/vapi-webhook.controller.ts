import { BadRequestException, Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { farewellIn } from '../call-log/farewell';
import { ScriptSettings } from '../config/settings';
import { CallControl } from '../telephony/call-control';
import { toolCallAnswer, ToolCallAnswer } from '../telephony/vapi/tool-calls';
import { Inbox } from './inbox';
import { WebhookGuard } from './webhook.guard';

/** VAPI's server messages, and the flat form. 200 only when durable. */
@Controller('vapi-webhook')
@UseGuards(WebhookGuard)
export class VapiWebhookController {
  constructor(
    private readonly inbox: Inbox,
    private readonly callControl: CallControl,
    private readonly script: ScriptSettings,
  ) {}

  /** Ends the call of somebody who wants no more of them, once that is in force, and tells the agent whether it did. */
  @Post()
  @HttpCode(200)
  async receive(@Body() body: unknown): Promise<ToolCallAnswer | { received: true }> {
    const { toEnd, ...reception } = await this.inbox.receive('vapi', requireObject(body));
    const farewell = farewellIn(toEnd?.language ?? this.script.language);
    const isEnding = toEnd !== undefined && (await this.callControl.end(toEnd.controlUrl, farewell));
    return toolCallAnswer(body, { isEnding, ...reception }) ?? { received: true };
  }
}

/** @throws BadRequestException for a body that is no JSON object and no form */
export function requireObject(body: unknown): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequestException('The body must be a JSON object');
  }
  return body;
}
