import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';

/** A command as operators read it. */
export class Command {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty()
  readonly at: Date;

  @ApiProperty({ description: 'As the operator named themselves', example: 'Grace' })
  readonly who: string;

  @ApiProperty({ example: 'pause' })
  readonly command: string;

  @NullableProperty(String, { description: "A lead's id, a masked number, or what else it was done to" })
  readonly subject: string | null;

  @NullableProperty(String, { example: 'Too many complaints' })
  readonly reason: string | null;
}
