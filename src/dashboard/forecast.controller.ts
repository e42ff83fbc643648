import { Controller, Get, NotFoundException, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { ApiProblems, OperatorApi } from '../common/api-docs';
import { Forecasts } from '../simulation/forecasts.service';
import { OperatorGuard } from './operator.guard';

export class ForecastFinish {
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'As likely before as after',
  })
  readonly p50: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Nine times in ten before' })
  readonly p90: string | null;

  @ApiProperty({
    ...{
      type: 'array',
      items: { type: 'string', format: 'date-time', nullable: true },
      minItems: 2,
      maxItems: 2,
    },
    description: 'Between these, nine times in ten; null: beyond the time that is looked ahead',
  })
  readonly bounds: readonly [string | null, string | null];
}

export class ForecastCost {
  @ApiProperty({ description: 'US dollars, from then on', example: 412.5 })
  readonly p50: number;

  @ApiProperty({ description: 'Nine times in ten no more than that', example: 437.2 })
  readonly p90: number;
}

export class ForecastDay {
  @ApiProperty({ description: 'UTC', example: '2026-11-24' })
  readonly day: string;

  @ApiProperty({ type: 'integer', example: 3_310 })
  readonly calls: number;
}

export class ForecastBlocked {
  @ApiProperty({ description: 'The rule that keeps them from being called', example: 'consent-level' })
  readonly rule: string;

  @ApiProperty({ type: 'integer', example: 120 })
  readonly leads: number;

  @ApiProperty({ description: 'In words', example: 'A marketing call needs express written consent' })
  readonly what: string;

  @ApiProperty({ description: 'What the operator can do about it' })
  readonly toDo: string;
}

export class ForecastComparisonView {
  @ApiProperty({ format: 'date-time' })
  readonly madeAt: string;

  @ApiProperty({ type: 'integer', description: 'Over the whole UTC days since then' })
  readonly predictedCalls: number;

  @ApiProperty({ type: 'integer' })
  readonly actualCalls: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly predictedFinishAt: string | null;
}

export class ForecastView {
  @ApiProperty({ format: 'date-time' })
  readonly generatedAt: string;

  @ApiProperty()
  readonly finishAt: ForecastFinish;

  @ApiProperty()
  readonly costUsd: ForecastCost;

  @ApiProperty({ type: [ForecastDay], description: 'From then on, in order' })
  readonly callsByDay: readonly ForecastDay[];

  @ApiProperty({
    type: [ForecastBlocked],
    description: 'Leads that nobody has called and no call can be made to',
  })
  readonly neverReachable: readonly ForecastBlocked[];

  @ApiProperty({ type: 'integer', description: 'Calls at once, as they were limited then' })
  readonly lines: number;

  @ApiProperty({
    description: 'What it is taken from how people take calls',
    example: "the campaign's own last 900 calls",
  })
  readonly outcomes: string;

  @ApiProperty({
    type: ForecastComparisonView,
    nullable: true,
    description: 'How good an older forecast was',
  })
  readonly comparison: ForecastComparisonView | null;

  @ApiProperty({ description: 'Whether only a part of the leads was simulated, because there are so many' })
  readonly sampled: boolean;
}

/** When the running campaign will be done, and what it will cost. */
@OperatorApi('Campaign')
@Controller('api/forecast')
@UseGuards(OperatorGuard)
export class ForecastController {
  constructor(private readonly forecasts: Forecasts) {}

  @Get()
  @ApiOperation({ summary: 'When the campaign will be done, what it will cost, who will not be called' })
  @ApiOkResponse({ type: ForecastView })
  @ApiProblems({ 404: 'No forecast has been made yet: one is being made, ask again in a minute' })
  async read(): Promise<ForecastView> {
    const forecast = await this.forecasts.latest();
    if (!forecast) throw new NotFoundException('No forecast has been made yet: ask again in a minute');
    return forecast;
  }
}
