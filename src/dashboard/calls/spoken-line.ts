import { ApiProperty } from '@nestjs/swagger';
import { readTranscript } from '../../conversation/transcript';
import { dateIn, loose } from '../../telephony/loose-json';

/** What was said at once, while a call was up. */
export class SpokenLine {
  @ApiProperty()
  readonly at: Date;

  @ApiProperty({ enum: ['agent', 'customer'] })
  readonly role: 'agent' | 'customer';

  @ApiProperty({ example: 'Twelve panels, I think.' })
  readonly text: string;
}

/**
 * The line that a stored `transcript` message tells; `undefined` when it tells none: its body was erased.
 * @param receivedAt used where the message bears no time
 */
export function spokenLine(payload: unknown, receivedAt: Date): SpokenLine | undefined {
  const { message } = loose<{ message: unknown }>(payload);
  const { role, transcript, timestamp } = loose<{ role: unknown; transcript: unknown; timestamp: unknown }>(
    message,
  );
  const [said] = readTranscript([{ role, content: transcript }]);
  return said && { at: dateIn(timestamp) ?? receivedAt, role: said.speaker, text: said.text };
}
