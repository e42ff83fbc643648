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
  /** In any common form; one without a country code is read as of `country`, or else of the United States. */
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  phone: string;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  state?: string;

  /** IANA name. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timezone?: string;

  /** ISO 3166 alpha-2 or an English name. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  country?: string;

  /** If it is not the campaign's own, the stricter answer of both is given. */
  @IsOptional()
  @IsIn(PURPOSES)
  purpose?: CampaignSettings['purpose'];

  /** `express_written`, `express` or `none`. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  consent?: string;

  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  consentAt?: string;

  @IsOptional()
  @ParsesAs('instant', parseInstant, INSTANT)
  consentExpiresAt?: string;
}
