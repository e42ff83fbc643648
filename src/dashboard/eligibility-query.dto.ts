import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { accepts, parseInstant, ParsesAs } from '../config/checks';
import type { CampaignSettings } from '../config/settings';

const PURPOSES = ['marketing', 'informational'] as const satisfies readonly CampaignSettings['purpose'][];

const INSTANT = accepts('must be an ISO 8601 instant with its offset, such as 2026-01-15T12:00:00Z');

/**
 * A number, and what the asking system knows about its owner. What it states can only make the answer stricter where
 * we have leads with this number; where there is none it is all that there is to judge by.
 */
export class EligibilityQueryDto {
  @ApiProperty({
    description:
      'In any common form; read as of `country`, or else of the United States, if it has no country code',
    example: '+12125550134',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  @ApiPropertyOptional({ example: 'NY' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  state?: string;

  @ApiPropertyOptional({ description: 'IANA name', example: 'America/New_York' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timezone?: string;

  @ApiPropertyOptional({ description: 'ISO 3166 alpha-2 or an English name', example: 'US' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  country?: string;

  @ApiPropertyOptional({
    enum: PURPOSES,
    description: "If it is not the campaign's own, the stricter answer of both is given",
  })
  @IsOptional()
  @IsIn(PURPOSES)
  purpose?: CampaignSettings['purpose'];

  @ApiPropertyOptional({ description: '`express_written`, `express` or `none`', example: 'express_written' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  consent?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  consentAt?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  consentExpiresAt?: string;
}
