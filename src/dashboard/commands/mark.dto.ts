import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { ReasonDto } from './reason.dto';

/** What an operator may make of a lead; every other status is what calls make of it. */
export const MARKS = ['new', 'needs review', 'called', 'opted out', 'left alone'] as const;
export type Mark = (typeof MARKS)[number];

export class MarkDto extends ReasonDto {
  @ApiProperty({ enum: MARKS })
  @IsIn(MARKS)
  status: Mark;
}
