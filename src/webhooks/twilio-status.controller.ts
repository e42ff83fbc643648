import { Body, Controller, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { WebhookApi } from '../common/api-docs';
import { Inbox } from './inbox';
import { requireObject } from './vapi-webhook.controller';
import { WebhookGuard } from './webhook.guard';
import { LOOSE_BODY, Received } from './webhook-answers';

/**
 * Twilio's status callbacks, form-encoded or JSON. The address that we had it call names attempt and call beside what
 * Twilio itself tells.
 */
@WebhookApi()
@Controller('twilio-status')
@UseGuards(WebhookGuard)
export class TwilioStatusController {
  constructor(private readonly inbox: Inbox) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: "Twilio's status callbacks: stored once it is answered" })
  @ApiConsumes('application/x-www-form-urlencoded', 'application/json')
  @ApiBody({
    schema: { ...LOOSE_BODY, example: { CallSid: 'CA1', CallStatus: 'completed', To: '+12125550134' } },
  })
  @ApiQuery({
    name: 'attempt',
    required: false,
    schema: { type: 'string' },
    description: 'Of ours, in the address that we gave',
  })
  @ApiQuery({
    name: 'call',
    required: false,
    schema: { type: 'string' },
    description: 'The same, of the call',
  })
  @ApiOkResponse({ type: Received })
  async receive(@Body() body: unknown, @Query() query: Readonly<Record<string, unknown>>): Promise<Received> {
    const { attempt, call } = query;
    await this.inbox.receive('twilio', { ...requireObject(body), attempt, call });
    return { received: true };
  }
}
