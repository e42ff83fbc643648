import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';
import { LEAD_STATUSES } from '../../leads/lead-status';

/** A lead as lists show it. */
export class LeadSummary {
  @ApiProperty({ format: 'uuid' })
  readonly id: string;

  @ApiProperty({ description: 'Its id where it comes from', example: 'rec00000000000042' })
  readonly sourceId: string;

  @NullableProperty(String, { example: 'Ada Byron' })
  readonly name: string | null;

  @NullableProperty(String, { example: 'Analytical Engines' })
  readonly company: string | null;

  @NullableProperty(String, { description: 'Enough to recognise, not to call', example: '+1••••••0134' })
  readonly phoneMasked: string | null;

  @ApiProperty({ enum: LEAD_STATUSES })
  readonly status: string;

  @NullableProperty(String, { description: 'Why it is `invalid`, `blocked`, …, in words' })
  readonly statusReason: string | null;

  @ApiProperty({ type: 'integer', description: 'Those that count towards its limit', example: 1 })
  readonly attempts: number;

  @NullableProperty(Date, {
    description: 'When it may next be looked at; `null` if its status is never dialed',
  })
  readonly dueAt: Date | null;

  @NullableProperty(Date)
  readonly callbackAt: Date | null;

  @NullableProperty(Date)
  readonly lastCallAt: Date | null;

  @NullableProperty(String, { example: 'no-answer' })
  readonly lastOutcome: string | null;

  @NullableProperty(String, { description: 'IANA, as the lead states it', example: 'America/New_York' })
  readonly timezone: string | null;

  @NullableProperty(String, { example: 'NY' })
  readonly state: string | null;

  @NullableProperty(String, { example: 'US' })
  readonly country: string | null;
}

/** A page of leads, in the order in which they were first read. */
export class LeadPage {
  @ApiProperty({ type: [LeadSummary] })
  readonly items: readonly LeadSummary[];

  @NullableProperty(String, { description: 'The cursor of the next page; `null` on the last' })
  readonly next: string | null;
}
