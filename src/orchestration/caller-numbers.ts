import { Injectable } from '@nestjs/common';
import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { CallerChoice } from '../telephony/caller-choice';
import { TelephonyProvider } from '../telephony/telephony-provider';

const DAY_MS = 24 * 3_600_000;
/** How long a number is left alone (ms) after a call that the provider ended for that number's sake. */
const REFUSED_REST_MS = 3_600_000;

/** Ended reasons of VAPI's that are about the number called from: its own daily limit, or that it is not to be had. */
const REFUSED = [
  'call.start.error-vapi-number-outbound-daily-limit',
  'call.start.error-vapi-number-international',
  'call.start.error-get-phone-number',
];

/** Attempts that came to nothing before anything was asked, or that the provider refused, use no number up. */
const UNUSED = ['released', 'rejected', 'not_placed'];

/**
 * Which of our numbers may call, and how often still, over all replicas: counted from the attempts themselves. A
 * campaign reserves under its own lock; campaigns that share numbers may pass a cap by what they reserve at one instant.
 */
@Injectable()
export class CallerNumbers {
  constructor(
    private readonly telephony: TelephonyProvider,
    private readonly campaign: CampaignSettings,
  ) {}

  /** `undefined` where the provider has nothing to choose from. */
  async choice(transaction: Transaction, now: Date): Promise<CallerChoice | undefined> {
    const numbers = this.telephony.callerNumbers();
    if (numbers === undefined) return undefined;
    if (numbers.length === 0) return new CallerChoice([], new Map());
    const dayAgo = new Date(now.getTime() - DAY_MS);
    const rows = await transaction
      .selectFrom('attempts')
      .leftJoin('calls', 'calls.attempt_id', 'attempts.id')
      .select(['attempts.caller_id'])
      .select((row) => [
        row.fn.countAll<number>().filterWhere('attempts.state', 'not in', UNUSED).as('used'),
        row.fn.max('calls.created_at').filterWhere('calls.ended_reason', 'in', REFUSED).as('refused_at'),
      ])
      .where(
        'attempts.caller_id',
        'in',
        numbers.map(({ id }) => id),
      )
      .where('attempts.reserved_at', '>', dayAgo)
      .groupBy('attempts.caller_id')
      .execute();
    const restingSince = new Date(now.getTime() - REFUSED_REST_MS);
    const resting = rows.flatMap((row) =>
      row.refused_at && row.refused_at > restingSince ? row.caller_id : [],
    );
    const used = new Map(rows.map((row) => [row.caller_id ?? '', Number(row.used)]));
    const awake = numbers.filter(({ id }) => !resting.includes(id));
    return new CallerChoice(awake, used, this.campaign.numberDailyCap);
  }
}
