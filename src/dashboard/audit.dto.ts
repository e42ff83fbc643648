import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { LedgerRange, parseRangeEnd } from '../compliance/ledger/ledger-range';
import { accepts, ParsesAs } from '../config/checks';

const RANGE_END = 'must be an ISO 8601 instant with its offset, or a day';

export class AuditRangeDto {
  /** In any common form; a `+` that came unescaped, and so as a space, is understood. */
  @IsOptional()
  @MaxLength(64)
  phone?: string;

  /** From this instant on. */
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`from ${RANGE_END}`))
  from?: string;

  /** Until before this instant. */
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`to ${RANGE_END}`))
  to?: string;
}

export class AuditQueryDto extends AuditRangeDto {
  /** From `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, accepts('cursor must be one that we gave'))
  cursor?: string;

  /** Decisions in a page. */
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
    ...(phone !== undefined && { phone: e164(phone) }),
    ...(begins && { from: begins }),
    ...(ends && { to: ends }),
  };
}

function e164(phone: string): string {
  const number = parsePhoneNumber(phone.replace(/^ (?=\d)/, '+'));
  if (!isPhoneNumber(number)) throw new InvalidFieldsException([{ field: 'phone', detail: number.reason }]);
  return number.e164;
}
