import { sql } from 'kysely';
import { readSubject } from '../compliance/rule-context';
import { offsetSpanAt } from '../compliance/zone-offsets';
import { Database } from '../persistence/database';
import { HistoryCall } from './mix-from-history';
import { CallEnd } from './outcome-model';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Calls of so long ago say little of those to come (ms). */
const SINCE_MS = 60 * DAY_MS;
const MOST_CALLS = 20_000;
const PAGE = 1_000;

/** How the campaign's last calls went, the newest first. */
export async function campaignHistory(
  database: Database,
  campaign: string,
  now: Date,
): Promise<readonly HistoryCall[]> {
  const history: HistoryCall[] = [];
  let before = now;
  while (history.length < MOST_CALLS) {
    const rows = await database
      .selectFrom('attempts')
      .innerJoin('calls', 'calls.attempt_id', 'attempts.id')
      .innerJoin('leads', 'leads.id', 'attempts.lead_id')
      .select([
        'attempts.disposition',
        'attempts.provider_fault',
        'attempts.dialing_at',
        'attempts.hung_up_at',
      ])
      .select(['attempts.phone', 'calls.started_at', 'calls.ended_at', 'calls.cost_usd'])
      .select(['leads.timezone', 'leads.state', 'leads.country', 'leads.postal_code'])
      .select([
        sql<string | null>`calls.analysis ->> 'outcome'`.as('said'),
        sql<boolean>`coalesce(calls.analysis ->> 'wrongNumber' = 'true', false)`.as('wrong_number'),
        sql<boolean>`coalesce(calls.analysis ->> 'wantsHuman' = 'true', false)`.as('wants_human'),
      ])
      .where('attempts.campaign', '=', campaign)
      .where('attempts.state', '=', 'ended')
      .where('attempts.dialing_at', '<', before)
      .where('attempts.dialing_at', '>', new Date(now.getTime() - SINCE_MS))
      .orderBy('attempts.dialing_at', 'desc')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (!last?.dialing_at) break;
    before = last.dialing_at;
    for (const row of rows) {
      const { dialing_at, hung_up_at, started_at, ended_at, cost_usd } = row;
      if (!dialing_at || !hung_up_at) continue;
      history.push({
        end: endOf(row),
        localHour: localHour(row, dialing_at),
        lineSeconds: Math.max(1, (hung_up_at.getTime() - dialing_at.getTime()) / 1000),
        answeredSeconds:
          started_at && ended_at ? Math.max(0, (ended_at.getTime() - started_at.getTime()) / 1000) : 0,
        costUsd: cost_usd ?? undefined,
      });
    }
    if (rows.length < PAGE) break;
  }
  return history;
}

function endOf(row: {
  readonly disposition: string | null;
  readonly provider_fault: boolean | null;
  readonly started_at: Date | null;
  readonly said: string | null;
  readonly wrong_number: boolean;
  readonly wants_human: boolean;
}): CallEnd {
  switch (row.disposition) {
    case 'completed':
      if (row.wrong_number) return 'wrong-number';
      if (row.wants_human) return 'wants-human';
      return row.said === 'interested'
        ? 'interested'
        : row.said === 'not-interested'
          ? 'declined'
          : 'silence';
    case 'callback-requested':
      return 'callback';
    case 'opted-out':
      return 'opt-out';
    case 'voicemail':
    case 'no-answer':
    case 'busy':
    case 'canceled':
      return row.disposition;
    case 'failed':
      if (row.provider_fault !== true) return 'bad-number';
      return row.started_at === null ? 'carrier-failure' : 'in-call-failure';
    default:
      return 'canceled';
  }
}

function localHour(
  lead: {
    phone: string;
    timezone: string | null;
    state: string | null;
    country: string | null;
    postal_code: string | null;
  },
  at: Date,
): number {
  const { zones } = readSubject({
    leadId: '',
    phone: lead.phone,
    timezone: lead.timezone ?? undefined,
    state: lead.state ?? undefined,
    country: lead.country ?? undefined,
    postalCode: lead.postal_code ?? undefined,
    ...{ consent: '', consentAt: undefined, consentExpiresAt: undefined, doNotCall: false },
  });
  const { offsetMs } = offsetSpanAt(zones.zones[0]?.zone ?? 'UTC', at.getTime());
  return Math.floor(((at.getTime() + offsetMs) % DAY_MS) / HOUR_MS);
}
