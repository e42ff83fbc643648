import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { LEAD_STATUSES, type LeadStatus } from '../../leads/lead-status';
import { PageDto } from '../paging/page.dto';
import { LeadFilter } from './lead-filter';

/** Which leads are asked for; what is left out does not narrow. */
export class LeadFilterDto {
  @ApiPropertyOptional({ enum: LEAD_STATUSES })
  @IsOptional()
  @IsIn(LEAD_STATUSES)
  status?: LeadStatus;

  @ApiPropertyOptional({
    description:
      'A phone number in any common form, or the beginnings of words of a name, a company or an e-mail address',
    example: 'ada analy',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/^[^\0]*$/, { message: 'q must not hold NUL characters' })
  q?: string;
}

export class LeadsQueryDto extends IntersectionType(LeadFilterDto, PageDto) {}

/** An empty search narrows nothing: it is what an emptied search field sends. */
export function filterOf({ status, q }: LeadFilterDto): LeadFilter {
  return { status: status ?? undefined, text: q?.trim() || undefined };
}
