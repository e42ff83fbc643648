import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { parseCallingHours } from '../../config/calling-hours';
import { accepts, ParsesAs } from '../../config/checks';
import { parseDay } from './day';
import { WAIVABLE_RULES, type WaivableRule } from './override';

const DAY = accepts('must be a day that exists, such as 2026-12-24');
const CODES = accepts('must be codes of jurisdictions, such as US-TX; * stands for all');

/** The operator's word that a registration which the law asks for is in place. */
export class RegistrationDto {
  @Matches(/^[A-Z]{2}(-[A-Z]{2})?$/, accepts('must be the code of a jurisdiction, such as US-FL'))
  jurisdiction: string;

  /** The registration's or licence's own number. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  number: string;

  /** Who attests it. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  attestedBy: string;

  @ParsesAs('day', parseDay, DAY)
  attestedOn: string;

  /** The first day on which it no longer holds. */
  @IsOptional()
  @ParsesAs('day', parseDay, DAY)
  expiresOn?: string;
}

export class CapDto {
  @IsInt()
  @Min(1)
  @Max(1_000)
  count: number;

  @IsInt()
  @Min(1)
  @Max(8_760)
  perHours: number;
}

/** What the operator keeps beyond the law. It is added to the law's rules, so it can't loosen any. */
export class NarrowingDto {
  @ArrayNotEmpty()
  @Matches(/^(\*|[A-Z]{2}(-[A-Z]{2}|-UNKNOWN)?)$/, { each: true, ...CODES })
  jurisdictions: string[];

  /** Weekly hours, written as in CALLING_HOURS; calls outside them are refused as well. */
  @IsOptional()
  @ParsesAs('hours', parseCallingHours, accepts('must be weekly hours, such as mon-fri 10:00-17:00'))
  hours?: string;

  /** Local dates without calls: a company's own holidays, a declared emergency. */
  @IsOptional()
  @IsArray()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { each: true, ...DAY })
  closedOn?: string[];

  @IsOptional()
  @ValidateNested()
  @Type(() => CapDto)
  cap?: CapDto;

  @IsOptional()
  @IsIn(['express_written'])
  marketingConsent?: 'express_written';

  /** Nobody is called there, for this reason. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  barred?: string;

  /** Why, for whoever reads a decision. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  because: string;
}

/** A signed loosening: one rule, in the places named, until a day. */
export class OverrideDto {
  @Matches(/^[\w.-]{1,64}$/, accepts('must be 1 to 64 letters, digits, dots or dashes'))
  id: string;

  @IsIn(WAIVABLE_RULES, {
    message: `rule must be one of ${WAIVABLE_RULES.join(', ')}: nothing else can be loosened`,
  })
  rule: WaivableRule;

  @ArrayNotEmpty()
  @Matches(/^[A-Z]{2}(-[A-Z]{2}|-UNKNOWN)?$/, {
    each: true,
    message: 'must be codes of jurisdictions, such as US-WA',
  })
  jurisdictions: string[];

  /** Who signed. */
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  who: string;

  @IsString()
  @MinLength(10)
  @MaxLength(1_000)
  why: string;

  /** Where the signed paper or the counsel's opinion is found. */
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  reference: string;

  @ParsesAs('day', parseDay, DAY)
  signedOn: string;

  /** The first day on which it no longer holds. */
  @ParsesAs('day', parseDay, DAY)
  expiresOn: string;
}

/** The file that COMPLIANCE_FILE names. */
export class OperatorRulesDto {
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RegistrationDto)
  registrations: RegistrationDto[] = [];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => NarrowingDto)
  stricter: NarrowingDto[] = [];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => OverrideDto)
  overrides: OverrideDto[] = [];
}
