import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { ConsentChannel, ConsentPurpose } from '../compliance/consents/consent';
import { accepts, parseInstant, ParsesAs } from '../config/checks';

const INSTANT = accepts('must be an ISO 8601 instant with its offset, such as 2026-01-15T12:00:00Z');
const NO_NUL = { message: '$property must not hold NUL characters' };

/** A grant or a withdrawal of consent, with its evidence. */
export class NewConsentDto {
  /** In any common form; one without a country code is read as of the United States. */
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  @IsIn(['grant', 'revocation'])
  kind: 'grant' | 'revocation';

  /** Of a grant. */
  @IsOptional()
  @IsIn(['express_written', 'express'])
  level?: 'express_written' | 'express';

  /** The legal name that the person was told; absent: the operator's own. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(/^[^\0]*$/, NO_NUL)
  seller?: string;

  @IsOptional()
  @IsIn(['marketing', 'informational'])
  purpose?: ConsentPurpose;

  @IsOptional()
  @IsIn(['artificial_voice', 'live_voice', 'text'])
  channel?: ConsentChannel;

  /** When it was given or withdrawn. */
  @ParsesAs('instant', parseInstant, INSTANT)
  at: string;

  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  expiresAt?: string;

  /** How: a web form, a recorded call, a letter. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  @Matches(/^[^\0]*$/, NO_NUL)
  source: string;

  /** Where the proof is found: an address, a file, a certificate. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  @Matches(/^[^\0]*$/, NO_NUL)
  evidence?: string;
}
