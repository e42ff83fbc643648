import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { parseRangeEnd } from '../../compliance/ledger/ledger-range';
import { accepts, ParsesAs } from '../../config/checks';
import { PageDto } from '../paging/page.dto';
import { CALL_STATUSES, CallFilter, DISPOSITIONS } from './call-filter';
import { phoneInQuery } from '../phone-field';

const RANGE_END = 'must be an ISO 8601 instant with its offset, or a day';

/** Which calls are asked for; what is left out does not narrow. */
export class CallFilterDto {
  @ApiPropertyOptional({ enum: CALL_STATUSES, description: '`active`: not ended' })
  @IsOptional()
  @IsIn(CALL_STATUSES)
  status?: (typeof CALL_STATUSES)[number];

  @ApiPropertyOptional({ enum: DISPOSITIONS })
  @IsOptional()
  @IsIn(DISPOSITIONS)
  disposition?: (typeof DISPOSITIONS)[number];

  @ApiPropertyOptional({ description: 'The whole number, in any common form', example: '(212) 555-0134' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  phone?: string;

  @ApiPropertyOptional({ description: 'From this instant or day (UTC) on', example: '2026-06-10' })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`from ${RANGE_END}`))
  from?: string;

  @ApiPropertyOptional({
    description: 'Until before this instant or day (UTC)',
    example: '2026-06-11T12:00:00Z',
  })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`to ${RANGE_END}`))
  to?: string;

  @ApiPropertyOptional({ description: "A lead's id, ours or the lead source's" })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/^[^\0]*$/, { message: 'lead must not hold NUL characters' })
  lead?: string;
}

export class CallsQueryDto extends IntersectionType(CallFilterDto, PageDto) {}

/** @throws InvalidFieldsException naming `phone`, without quoting it */
export function filterOf({ status, disposition, phone, from, to, lead }: CallFilterDto): CallFilter {
  return {
    status: status ?? undefined,
    disposition: disposition ?? undefined,
    phone: phone ? phoneInQuery(phone) : undefined,
    from: from ? parseRangeEnd(from) : undefined,
    to: to ? parseRangeEnd(to) : undefined,
    lead: lead || undefined,
  };
}
