import { ApiProperty } from '@nestjs/swagger';
import { NullableProperty } from '../../common/api-docs';
import { LeadSummary } from './lead-summary';

/** What the lead's own columns say of consent. */
export class StatedConsent {
  @ApiProperty({
    description: '`express_written`, `express`, `none`, or a word of a person',
    example: 'express_written',
  })
  readonly level: string;

  @NullableProperty(Date)
  readonly at: Date | null;

  @NullableProperty(Date)
  readonly expiresAt: Date | null;

  @NullableProperty(String, { example: 'Web form' })
  readonly source: string | null;

  @NullableProperty(String)
  readonly evidence: string | null;
}

export const TIMELINE_KINDS = ['attempt', 'call', 'decision', 'consent', 'command', 'suppression'] as const;

/** Something that happened to a lead or its number. */
export class TimelineEntry {
  @ApiProperty()
  readonly at: Date;

  @ApiProperty({ enum: TIMELINE_KINDS })
  readonly kind: (typeof TIMELINE_KINDS)[number];

  @ApiProperty({ example: 'Refused before dialing' })
  readonly title: string;

  @NullableProperty(String, { example: 'Outside of the hours in which calls are lawful there' })
  readonly detail: string | null;

  @NullableProperty(String, { description: 'Of the call, attempt, decision, consent or command' })
  readonly id: string | null;
}

/** All that is known of a lead. */
export class LeadDetail extends LeadSummary {
  @NullableProperty(String, { description: 'E.164', example: '+12125550134' })
  readonly phone: string | null;

  @NullableProperty(String, { example: 'ada@example.com' })
  readonly email: string | null;

  @ApiProperty()
  readonly consent: StatedConsent;

  @ApiProperty()
  readonly doNotCall: boolean;

  @NullableProperty(String)
  readonly notes: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Further columns, for templates' })
  readonly fields: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: [String],
    description: 'Every zone (IANA) that the person may be in',
    example: ['America/New_York'],
  })
  readonly zones: readonly string[];

  @ApiProperty({ type: [TimelineEntry], description: 'Newest first, at most 200' })
  readonly timeline: readonly TimelineEntry[];
}
