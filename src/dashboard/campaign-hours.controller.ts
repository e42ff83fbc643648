import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { ApiProblems, OperatorApi } from '../common/api-docs';
import { Clock } from '../common/clock';
import { InvalidFieldsException } from '../common/invalid-fields.exception';
import { parseRangeEnd } from '../compliance/ledger/ledger-range';
import { accepts, ParsesAs } from '../config/checks';
import { CampaignHourList, CampaignHours, HOUR_MS } from './campaign-hours';
import { OperatorGuard } from './operator.guard';

const RANGE_END = 'must be an ISO 8601 instant with its offset, or a day';
const DAY_MS = 24 * HOUR_MS;
const MOST_DAYS = 31;

export class HoursQueryDto {
  @ApiPropertyOptional({ description: 'An instant or day (UTC); left out: 24 hours before the end' })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`from ${RANGE_END}`))
  from?: string;

  @ApiPropertyOptional({ description: 'Until before this instant or day (UTC); left out: until now' })
  @IsOptional()
  @ParsesAs('rangeEnd', parseRangeEnd, accepts(`to ${RANGE_END}`))
  to?: string;
}

/** How the campaign went, hour by hour. */
@OperatorApi('Campaign')
@Controller('api/campaign')
@UseGuards(OperatorGuard)
export class CampaignHoursController {
  constructor(
    private readonly hours: CampaignHours,
    private readonly clock: Clock,
  ) {}

  @Get('hours')
  @ApiOperation({ summary: 'Calls, answers and outcomes by the hour' })
  @ApiOkResponse({ type: CampaignHourList })
  @ApiProblems({ 400: `The range is empty, is longer than ${MOST_DAYS} days, or cannot be read` })
  async read(@Query() query: HoursQueryDto): Promise<CampaignHourList> {
    const to = parseRangeEnd(query.to ?? '') ?? this.clock.now();
    const from = parseRangeEnd(query.from ?? '') ?? new Date(to.getTime() - DAY_MS);
    const refuse = (detail: string) => new InvalidFieldsException([{ field: 'from', detail }]);
    if (from >= to) throw refuse('from must lie before to');
    if (to.getTime() - from.getTime() > MOST_DAYS * DAY_MS)
      throw refuse(`from must lie at most ${MOST_DAYS} days before to`);
    return await this.hours.read(from, to);
  }
}
