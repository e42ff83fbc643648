import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';

/** A call as lists show it. */
export class CallSummary {
  @ApiProperty({ description: "The provider's id", example: '0199f0c2-5f0e-7aa1-b7cd-1d2f0a7f6a10' })
  readonly id: string;

  @ApiProperty({
    description: '`queued`, `ringing`, `in-progress`, `forwarding` or `ended`',
    example: 'ended',
  })
  readonly status: string;

  @NullableProperty(String, {
    description: 'How it ended; `null` until that is decided',
    example: 'completed',
  })
  readonly disposition: string | null;

  @NullableProperty(String, { format: 'uuid' })
  readonly leadId: string | null;

  @NullableProperty(String, { example: 'Ada Byron' })
  readonly leadName: string | null;

  @NullableProperty(String, { description: 'Enough to recognise, not to call', example: '+1••••••0134' })
  readonly phoneMasked: string | null;

  @NullableProperty('integer', { description: "1 for the lead's first attempt", example: 1 })
  readonly attempt: number | null;

  @NullableProperty(Date)
  readonly startedAt: Date | null;

  @NullableProperty(Date)
  readonly endedAt: Date | null;

  @ApiProperty()
  readonly createdAt: Date;

  @NullableProperty('integer', { description: 'How long the line was up; `null` while it is', example: 84 })
  readonly durationSeconds: number | null;

  @NullableProperty(Number, { example: 0.1432 })
  readonly costUsd: number | null;

  @NullableProperty(String, { example: 'Ada wants an offer for twelve panels.' })
  readonly summary: string | null;

  @NullableProperty(String, { example: 'Send the offer' })
  readonly nextAction: string | null;

  @ApiProperty({ description: 'The person said that they want no more calls' })
  readonly optedOut: boolean;

  @NullableProperty(String, { description: "The provider's word", example: 'customer-ended-call' })
  readonly endedReason: string | null;

  @ApiProperty()
  readonly hasRecording: boolean;

  @ApiProperty()
  readonly hasTranscript: boolean;

  @NullableProperty(String, { description: 'IANA, as the lead states it', example: 'America/New_York' })
  readonly timezone: string | null;
}

/** A page of calls, newest first. */
export class CallPage {
  @ApiProperty({ type: [CallSummary] })
  readonly items: readonly CallSummary[];

  @NullableProperty(String, { description: 'The cursor of the next page; `null` on the last' })
  readonly next: string | null;
}
