import { ApiProperty } from '@nestjs/swagger';
import { CountsProperty, NullableProperty } from '../common/api-docs';
import type { ExternalApi } from '../common/errors';
import { ExternalFault } from '../common/external-apis';
import { OpeningRecord } from '../orchestration/opening-record';
import { Circuit } from './circuits';
import { Command } from './commands/command';

/** Why and since when nothing is dialed, by a person's hand. */
export class Pause {
  @ApiProperty()
  readonly since: Date;

  @ApiProperty({ example: 'Too many complaints' })
  readonly reason: string;
}

/** The same by the service's own hand, since calls keep failing. */
export class Suspension extends Pause {
  @NullableProperty(Date, { description: 'The next probing call; `null` while one is out' })
  readonly probeAt: Date | null;
}

export class LineUse {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly inUse: number;

  @ApiProperty({ type: 'integer', description: 'As it holds now', example: 8 })
  readonly limit: number;

  @ApiProperty({ type: 'integer', description: 'The most that an operator may set', example: 10 })
  readonly configured: number;
}

export class DialRate {
  @ApiProperty({ description: 'As it holds now', example: 0.5 })
  readonly perSecond: number;

  @ApiProperty({ description: 'The most that an operator may set', example: 1 })
  readonly configured: number;
}

/** The money of the day (UTC). */
export class Spend {
  @ApiProperty({ description: 'What calls are known to have cost', example: 12.4 })
  readonly todayUsd: number;

  @ApiProperty({ description: 'The worst that calls without a known cost may come to', example: 3 })
  readonly reservedUsd: number;

  @NullableProperty(Number, { description: '`null`: none is set', example: 50 })
  readonly budgetUsd: number | null;
}

/** What is still to be written or posted. */
export class Backlog {
  @ApiProperty({ type: 'integer', example: 2 })
  readonly count: number;

  @NullableProperty(Date)
  readonly oldestAt: Date | null;
}

export class Backlogs {
  @ApiProperty()
  readonly airtable: Backlog;

  @ApiProperty()
  readonly automation: Backlog;
}

/** What the openings of the last answered calls left out; too much of it pauses the campaign by itself. */
export class Openings implements OpeningRecord {
  @ApiProperty({ type: 'integer', example: 50 })
  readonly answered: number;

  @ApiProperty({ type: 'integer', example: 1 })
  readonly missed: number;

  @CountsProperty('How often each disclosure was left out', { 'recording-notice': 1 })
  readonly byDisclosure: Readonly<Record<string, number>>;
}

/** What stands in the way of a service, as this replica knows it. */
export class Fault implements ExternalFault {
  @ApiProperty({ type: String, example: 'airtable' })
  readonly api: ExternalApi;

  @ApiProperty({ example: 'The key is refused' })
  readonly message: string;

  @ApiProperty()
  readonly since: Date;

  @ApiProperty({ description: 'Nothing heals it but a person' })
  readonly needsOperator: boolean;
}

/** What an operator asks first: is it running, and if not, why; what has happened today. */
export class CampaignState {
  @ApiProperty({ example: 'default' })
  readonly name: string;

  @ApiProperty()
  readonly now: Date;

  @ApiProperty({
    enum: ['running', 'paused', 'suspended'],
    description: "The operator's pause wins over a suspension beside it",
  })
  readonly state: 'running' | 'paused' | 'suspended';

  @NullableProperty(Pause)
  readonly paused: Pause | null;

  @NullableProperty(Suspension, { description: 'Dialing pauses by itself, since calls keep failing' })
  readonly suspended: Suspension | null;

  @NullableProperty(String, { description: 'Why this replica dials nobody just now', example: 'nobody-due' })
  readonly idle: string | null;

  @ApiProperty()
  readonly lines: LineUse;

  @ApiProperty()
  readonly dialRate: DialRate;

  @CountsProperty('By status', { new: 812, called: 40 })
  readonly leads: Readonly<Record<string, number>>;

  @CountsProperty('Since midnight UTC, by disposition; those without one yet are `in hand`', {
    completed: 12,
  })
  readonly outcomesToday: Readonly<Record<string, number>>;

  @ApiProperty({ deprecated: true, description: '`spend.todayUsd`' })
  readonly spendTodayUsd: number;

  @ApiProperty()
  readonly spend: Spend;

  @ApiProperty()
  readonly openings: Openings;

  @ApiProperty({ type: 'integer', deprecated: true, description: '`waiting.airtable.count`' })
  readonly waitingForAirtable: number;

  @ApiProperty()
  readonly waiting: Backlogs;

  @ApiProperty({ type: 'integer', description: 'Attempts of which nobody knows whether a call was placed' })
  readonly inDoubt: number;

  @ApiProperty({ type: [Circuit], description: 'Of this replica' })
  readonly circuits: readonly Circuit[];

  @ApiProperty({ type: [Fault] })
  readonly faults: readonly Fault[];

  @NullableProperty(Command, { description: 'What an operator last did' })
  readonly lastCommand: Command | null;
}
