import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

export class NewSuppressionDto {
  /** In any common form; one without a country code is read as of the United States. */
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  /** Who asked, and how; kept with the number for good. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, { message: 'reason must not hold NUL characters' })
  reason: string;
}

export class SuppressionsQueryDto {
  /** From `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;

  /** Entries in a page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}
