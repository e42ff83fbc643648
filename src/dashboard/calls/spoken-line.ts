import { ApiProperty } from '@nestjs/swagger';
import { HeardLine } from '../../telephony/vapi/spoken-line';

/** What was said while a call was up. */
export class SpokenLine implements HeardLine {
  @ApiProperty()
  readonly at: Date;

  @ApiProperty({ enum: ['agent', 'customer'] })
  readonly role: 'agent' | 'customer';

  @ApiProperty({ example: 'Twelve panels, I think.' })
  readonly text: string;
}
