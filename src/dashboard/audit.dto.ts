import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { LedgerRange, parseRangeEnd } from '../compliance/ledger/ledger-range';
import { accepts, ParsesAs } from '../config/checks';
import { phoneInQuery } from './phone-field';

const RANGE_END = 'must be an ISO 8601 instant with its offset, or a day';

export class AuditRangeDto {
  @ApiPropertyOptional({ description: 'In any common form', example: '+12125550134' })
  @IsOptional()
  @MaxLength(64)
  phone?: string;

  @ApiPropertyOptional({ description: 'From this instant or day (UTC) on', example: '2026-06-10' })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`from ${RANGE_END}`))
  from?: string;

  @ApiPropertyOptional({ description: 'Until before this instant or day (UTC)' })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`to ${RANGE_END}`))
  to?: string;
}

export class AuditQueryDto extends AuditRangeDto {
  @ApiPropertyOptional({ description: '`nextCursor` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,15}$/, accepts('cursor must be one that we gave'))
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;
}

/** @throws InvalidFieldsException naming `phone`, without quoting it */
export function rangeOf({ phone, from, to }: AuditRangeDto): LedgerRange {
  const begins = from === undefined ? undefined : parseRangeEnd(from);
  const ends = to === undefined ? undefined : parseRangeEnd(to);
  return {
    ...(phone !== undefined && { phone: phoneInQuery(phone) }),
    ...(begins && { from: begins }),
    ...(ends && { to: ends }),
  };
}
