import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { NullableProperty } from '../common/api-docs';
import { Finding } from '../compliance/decision';
import { LEAD_STATUSES, type LeadStatus } from '../leads/lead-status';

/** One thing that stands in the way of a call. */
export class Hindrance {
  @ApiProperty({
    description:
      "A compliance rule's id, or one of ours: `lead-status`, `not-due`, `call-in-hand`, `campaign-paused`",
    example: 'calling-window',
  })
  readonly rule: string;

  @ApiProperty({ description: 'In plain words, without the number' })
  readonly reason: string;

  @ApiProperty({ description: "The law or the operator's setting behind it" })
  readonly citation: string;

  @ApiPropertyOptional({
    description: 'When time alone may heal it. Absent: somebody must act, or nobody can say when it ends',
  })
  readonly retryAt?: Date;
}

/** Whether a person may be called at this instant. It reserves nothing, promises nothing and is not recorded. */
export class Eligibility {
  @NullableProperty(String, {
    format: 'uuid',
    description: 'Of the one lead that was judged; `null` if there was none, or several with this number',
  })
  readonly leadId: string | null;

  @NullableProperty(String, { enum: [...LEAD_STATUSES, null] })
  readonly status: LeadStatus | null;

  @ApiProperty({ description: 'True exactly if there are no reasons' })
  readonly eligible: boolean;

  @ApiProperty({ type: [Hindrance], description: 'What time does not heal comes first' })
  readonly reasons: readonly Hindrance[];

  @NullableProperty(Date, {
    description: 'When the answer may next be yes. `null`: it is yes now, or time alone will not make it so',
  })
  readonly nextEligibleAt: Date | null;

  @ApiProperty()
  readonly decidedAt: Date;

  @ApiProperty({ description: 'The rules as they stood' })
  readonly ruleSet: string;
}

/** What a compliance rule refuses, as a hindrance. */
export function hindranceOf({ rule, reason, citation, retryAt }: Finding): Hindrance {
  return { rule, reason, citation, ...(retryAt && { retryAt }) };
}

/**
 * Each reason once, however many leads or purposes brought it. Of two that differ only in when they heal, the later
 * stands, and one that time does not heal stands above both.
 */
export function strictest(hindrances: readonly Hindrance[]): Hindrance[] {
  const byReason = new Map<string, Hindrance>();
  for (const hindrance of hindrances) {
    const key = `${hindrance.rule}\n${hindrance.reason}`;
    const known = byReason.get(key);
    if (!known || healsAt(hindrance) > healsAt(known)) byReason.set(key, hindrance);
  }
  return [...byReason.values()].toSorted(
    (one, other) => Number(one.retryAt !== undefined) - Number(other.retryAt !== undefined),
  );
}

function healsAt({ retryAt }: Hindrance): number {
  return retryAt?.getTime() ?? Infinity;
}
