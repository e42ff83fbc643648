import { ApiProperty } from '@nestjs/swagger';
import { ToolCallAnswer } from '../telephony/vapi/tool-calls';

/** A body of which the provider says what is in it. */
export const LOOSE_BODY = { type: 'object', additionalProperties: true } as const;

/** It is durable; nobody need send it again. */
export class Received {
  @ApiProperty({ enum: [true] })
  readonly received: true;
}

export class ToolResult {
  @ApiProperty()
  readonly toolCallId: string;

  @ApiProperty({ example: 'request_callback' })
  readonly name: string;

  @ApiProperty({ description: 'What the agent is told' })
  readonly result: string;
}

/** The answer to a message of type `tool-calls`. */
export class ToolAnswer implements ToolCallAnswer {
  @ApiProperty({ type: [ToolResult] })
  readonly results: ToolResult[];
}

/** Whether a contact of the provider's own campaign may be called. */
export class PredialAnswer {
  @ApiProperty({ description: 'Anything in doubt is `false`' })
  readonly eligible: boolean;
}
