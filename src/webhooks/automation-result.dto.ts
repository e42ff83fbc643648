import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

const NO_NUL = /^[^\0]*$/;

/** What an automation made of a call. `null` and blank texts, which form builders send for nothing, count as left out. */
export class AutomationResultDto {
  @ApiProperty({ description: '`data.call_id` of what was posted' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(NO_NUL, { message: 'call_id must not hold NUL characters' })
  call_id: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: "Stands in place of the provider's" })
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  @Matches(NO_NUL, { message: 'summary must not hold NUL characters' })
  summary?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'In plain words, for people' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @Matches(NO_NUL, { message: 'next_action must not hold NUL characters' })
  next_action?: string | null;
}
