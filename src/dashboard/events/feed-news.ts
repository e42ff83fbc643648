import { CallSummary } from '../calls/call-summary';
import { CampaignState } from '../campaign-state';
import { Look } from './live-reader';

/** The `event` and `data` of a server-sent event. */
export interface News {
  readonly event: 'state' | 'call' | 'line' | 'ping';
  readonly data: unknown;
}

/** Tells of each look what the looks before have not told: their windows overlap, and most of what they see stands still. */
export class FeedNews {
  #state = '';
  #calls: ReadonlyMap<string, string> = new Map();
  #lines: ReadonlySet<string> = new Set();

  /** Whatever is new, the state first. */
  of({ state, calls, lines }: Look): readonly News[] {
    const news: News[] = [];
    const seen = fingerprint(state);
    if (seen !== this.#state) news.push({ event: 'state', data: state });
    this.#state = seen;
    const known = new Map(calls.map((call) => [call.id, JSON.stringify(call)]));
    for (const call of calls.toReversed())
      if (this.#calls.get(call.id) !== known.get(call.id)) news.push(callNews(call));
    this.#calls = known;
    for (const { id, ...line } of lines) if (!this.#lines.has(id)) news.push({ event: 'line', data: line });
    this.#lines = new Set(lines.map(({ id }) => id));
    return news;
  }
}

export function callNews(data: CallSummary): News {
  return { event: 'call', data };
}

/** All of the state but what runs by itself: the clock, and ages that are reckoned back from it. */
function fingerprint({ now: _now, waiting, suspended, ...rest }: CampaignState): string {
  const counts = [waiting.airtable.count, waiting.automation.count];
  return JSON.stringify([rest, counts, suspended?.since, suspended?.probeAt === null]);
}
