import { ApiProperty } from '@nestjs/swagger';
import { SpokenLine } from '../calls/spoken-line';

/** A line of a call that is up: the `data` of a `line` event, but for its own id. */
export class LiveLine extends SpokenLine {
  /** Of the webhook that told it. */
  readonly id: string;

  @ApiProperty({ description: "The provider's id of the call" })
  readonly callId: string;
}
