import { BadRequestException, Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  getSchemaPath,
} from '@nestjs/swagger';
import { farewellIn } from '../call-log/farewell';
import { WebhookApi } from '../common/api-docs';
import { ScriptSettings } from '../config/settings';
import { CallControl } from '../telephony/call-control';
import { toolCallAnswer, ToolCallAnswer } from '../telephony/vapi/tool-calls';
import { Inbox } from './inbox';
import { WebhookGuard } from './webhook.guard';
import { LOOSE_BODY, Received, ToolAnswer } from './webhook-answers';

const EXAMPLES = {
  message: {
    summary: "VAPI's own",
    value: { message: { type: 'status-update', status: 'in-progress', call: { id: '0199f0c2' } } },
  },
  flat: {
    summary: 'The flat form',
    value: {
      call_id: '0199f0c2',
      status: 'completed',
      summary: 'Wants an offer',
      recording_url: 'https://recordings.example/1',
      customer_number: '+12125550134',
      agent_name: 'Laura',
    },
  },
};

/** VAPI's server messages, and the flat form. 200 only when durable. */
@WebhookApi()
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
  @ApiOperation({ summary: "VAPI's server messages, and the flat form: stored once it is answered" })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: LOOSE_BODY, examples: EXAMPLES })
  @ApiExtraModels(ToolAnswer, Received)
  @ApiOkResponse({
    schema: { anyOf: [{ $ref: getSchemaPath(Received) }, { $ref: getSchemaPath(ToolAnswer) }] },
  })
  async receive(@Body() body: unknown): Promise<ToolCallAnswer | Received> {
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
