import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Readable } from 'node:stream';
import { toError } from '../../common/errors';
import { callNews, FeedNews, News } from './feed-news';
import { Horizon, LiveReader } from './live-reader';

/** Between two looks at the database (ms) at the least, and so between two states. */
const LOOK_MS = 1_000;
const PING_MS = 15_000;
/** What a listener may leave unread (bytes) before it is cut off: it comes again and is told how things stand. */
const MOST_UNREAD = 1_048_576;
/** After how long (ms) a browser that has lost the feed comes again. */
const RETRY_MS = 2_000;

/**
 * Terminology: a *look* is one reading of the database, *news* what it shows for the first time, a *listener* an open
 * stream of server-sent events. However many listeners a process has, it takes one look a second; without any, none.
 *
 * An event's id is the instant of its look by the database's clock, so that any replica can go on from it.
 */
@Injectable()
export class LiveFeed implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveFeed.name);
  private readonly listeners = new Set<Readable>();
  private news = new FeedNews();
  private horizon: Horizon | undefined;
  /** The state that was last told, as its event: whoever comes next hears it at once. */
  private lastState: string | undefined;
  private isLooking = false;
  private isAway = false;
  private isStopped = false;
  private nextLook: NodeJS.Timeout | undefined;
  private pings: NodeJS.Timeout | undefined;

  constructor(@Inject(LiveReader) private readonly reader: Pick<LiveReader, 'look' | 'callsSince'>) {}

  /**
   * A new listener: hears the state at once, and then all news. It may be closed from either side.
   * @param since the id of the last event that it has heard: what has become of calls since then is told first
   * @throws ServiceUnavailableException while the process is stopping
   */
  open(since?: Date): Readable {
    if (this.isStopped) throw new ServiceUnavailableException('This replica is stopping: ask again');
    const listener = new Readable({ read: () => undefined, highWaterMark: MOST_UNREAD });
    listener.once('close', () => this.drop(listener));
    listener.push(`retry: ${RETRY_MS}\n\n${this.lastState ?? ''}`);
    this.listeners.add(listener);
    if (since) void this.catchUp(listener, since);
    if (this.nextLook === undefined && !this.isLooking) void this.look();
    this.pings ??= setInterval(() => this.tell([{ event: 'ping', data: {} }]), PING_MS);
    return listener;
  }

  beforeApplicationShutdown(): void {
    this.isStopped = true;
    for (const listener of this.listeners) listener.push(null);
    this.listeners.clear();
    this.rest();
  }

  private async look(): Promise<void> {
    const beganAt = performance.now();
    this.nextLook = undefined;
    this.isLooking = true;
    try {
      const look = await this.reader.look(this.horizon);
      this.horizon = look.horizon;
      this.tell(this.news.of(look));
      this.isAway = false;
    } catch (error) {
      // Said once: an outage of the database lasts for many looks, and others tell of it too.
      if (!this.isAway && !this.isStopped)
        this.logger.warn({ err: toError(error) }, 'The console can not be told what is new');
      this.isAway = true;
    }
    this.isLooking = false;
    if (this.listeners.size === 0 || this.isStopped) this.rest();
    else this.nextLook = setTimeout(() => void this.look(), pauseAfter(performance.now() - beganAt));
  }

  private tell(news: readonly News[]): void {
    const events = news.map((one) => [one, this.written(one)] as const);
    for (const [{ event }, text] of events) if (event === 'state') this.lastState = text;
    const text = events.map(([, text]) => text).join('');
    for (const listener of this.listeners) send(listener, text);
  }

  /** @param seenAt up to when the database has been looked at; `undefined` for a ping before the first look */
  private written({ event, data }: News, seenAt = this.horizon?.callsAt): string {
    const id = seenAt ? `id: ${seenAt.getTime()}\n` : '';
    return `${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  private async catchUp(listener: Readable, since: Date): Promise<void> {
    try {
      const calls = await this.reader.callsSince(since);
      const text = calls.map((call) => this.written(callNews(call), since)).join('');
      if (this.listeners.has(listener)) send(listener, text);
    } catch {
      // It missed nothing for good: the look that follows tells of the outage, and the page reads anew after it.
      listener.destroy();
    }
  }

  private drop(listener: Readable): void {
    this.listeners.delete(listener);
    if (this.listeners.size === 0 && !this.isLooking) this.rest();
  }

  /** Nothing is remembered: by the next listener it would be old. */
  private rest(): void {
    clearTimeout(this.nextLook);
    clearInterval(this.pings);
    this.nextLook = undefined;
    this.pings = undefined;
    this.news = new FeedNews();
    this.horizon = undefined;
    this.lastState = undefined;
  }
}

/** However large the tables or busy the database: looking takes up a tenth of the time at most. */
function pauseAfter(tookMs: number): number {
  return Math.max(LOOK_MS, 9 * tookMs);
}

function send(listener: Readable, text: string): void {
  if (text === '') return;
  if (listener.readableLength > MOST_UNREAD) listener.destroy();
  else listener.push(text);
}
