import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';
import { Command } from './command';

/** The commands given, a page at a time. */
export class CommandPage {
  @ApiProperty({ type: [Command] })
  readonly items: readonly Command[];

  @NullableProperty(String, { description: 'Asks for the page after this one; `null` at the end' })
  readonly next: string | null;
}
