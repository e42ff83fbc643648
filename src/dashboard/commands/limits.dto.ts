import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsNumber, IsOptional } from 'class-validator';

/** What is absent stays; `null` gives back what is configured. */
export class LimitsDto {
  @ApiPropertyOptional({ type: 'integer', nullable: true, description: '1 to MAX_CONCURRENT_CALLS' })
  @IsOptional()
  @IsInt()
  lines?: number | null;

  @ApiPropertyOptional({ type: 'number', nullable: true, description: 'Above 0, at most CALLS_PER_SECOND' })
  @IsOptional()
  @IsNumber()
  callsPerSecond?: number | null;
}
