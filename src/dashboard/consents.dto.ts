import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { ConsentChannel, ConsentPurpose } from '../compliance/consents/consent';
import { accepts, parseInstant, ParsesAs } from '../config/checks';

const INSTANT = accepts('must be an ISO 8601 instant with its offset, such as 2026-01-15T12:00:00Z');
const NO_NUL = { message: '$property must not hold NUL characters' };

/** A grant or a withdrawal of consent, with its evidence. */
export class NewConsentDto {
  @ApiProperty({ description: 'In any common form; read as of the United States if it has no country code' })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  @ApiProperty({ enum: ['grant', 'revocation'] })
  @IsIn(['grant', 'revocation'])
  kind: 'grant' | 'revocation';

  @ApiPropertyOptional({ enum: ['express_written', 'express'], description: 'Of a grant' })
  @IsOptional()
  @IsIn(['express_written', 'express'])
  level?: 'express_written' | 'express';

  @ApiPropertyOptional({ description: "The legal name that the person was told; absent: the operator's own" })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(/^[^\0]*$/, NO_NUL)
  seller?: string;

  @ApiPropertyOptional({ enum: ['marketing', 'informational'] })
  @IsOptional()
  @IsIn(['marketing', 'informational'])
  purpose?: ConsentPurpose;

  @ApiPropertyOptional({ enum: ['artificial_voice', 'live_voice', 'text'] })
  @IsOptional()
  @IsIn(['artificial_voice', 'live_voice', 'text'])
  channel?: ConsentChannel;

  @ApiProperty({ description: 'When it was given or withdrawn', format: 'date-time' })
  @ParsesAs('instant', parseInstant, INSTANT)
  at: string;

  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  expiresAt?: string;

  @ApiProperty({ description: 'How: a web form, a recorded call, a letter', example: 'Web form' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, NO_NUL)
  source: string;

  @ApiPropertyOptional({ description: 'Where the proof is found: an address, a file, a certificate' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @Matches(/^[^\0]*$/, NO_NUL)
  evidence?: string;
}
