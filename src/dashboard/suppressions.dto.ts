import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

export class NewSuppressionDto {
  @ApiProperty({
    description: 'In any common form; read as of the United States if it has no country code',
    example: '+12125550134',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  @ApiProperty({
    description: 'Who asked, and how; kept with the number for good',
    example: 'Asked by letter',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, { message: 'reason must not hold NUL characters' })
  reason: string;
}

export class SuppressionsQueryDto {
  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}
