import { Logger } from '@nestjs/common';
import { Readable } from 'node:stream';
import { CampaignState } from '../campaign-state';
import { CallSummary } from '../calls/call-summary';
import { LiveFeed } from './live-feed';
import { LiveLine } from './live-line';
import { Look } from './live-reader';

const AT = new Date('2026-06-10T16:00:00Z');
let isAway = false;
let looks = 0;
let shown: { inUse: number; calls: readonly CallSummary[]; lines: readonly LiveLine[] };

const reader = {
  look: async (): Promise<Look> => {
    looks += 1;
    if (isAway) throw new Error('The database is away');
    await Promise.resolve();
    const backlog = { count: 0, oldestAt: null };
    const lines = { inUse: shown.inUse, limit: 5, configured: 5 };
    const state = {
      now: new Date(AT.getTime() + looks),
      lines,
      waiting: { airtable: backlog, automation: backlog },
    };
    const horizon = { callsAt: AT, linesAt: AT };
    return { state: state as CampaignState, calls: shown.calls, lines: shown.lines, horizon };
  },
  callsSince: async (since: Date) => await Promise.resolve(since < AT ? [aCall('missed', 'ended')] : []),
};

function aCall(id: string, status: string): CallSummary {
  return { id, status } as CallSummary;
}

/** The events that have come so far: name and data. */
function heard(listener: Readable): (readonly [string, unknown])[] {
  const text = String(listener.read() ?? '');
  const events = text.split('\n\n').filter((event) => event.includes('event: '));
  return events.map((event) => {
    const { id, name, data } =
      /^id: (?<id>\d+)\nevent: (?<name>\w+)\ndata: (?<data>.*)$/m.exec(event)?.groups ?? {};
    expect(id).toBeDefined();
    return [name ?? '', JSON.parse(data ?? '') as unknown];
  });
}

const names = (listener: Readable) => heard(listener).map(([name]) => name);

describe('LiveFeed', () => {
  let feed: LiveFeed;

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    shown = { inUse: 0, calls: [], lines: [] };
    looks = 0;
    isAway = false;
    feed = new LiveFeed(reader);
  });

  afterEach(() => {
    feed.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('looks once a second however many listen, and not at all while nobody does', async () => {
    await pass(5_000);
    expect(looks).toBe(0);
    const listeners = Array.from({ length: 20 }, () => feed.open());
    await pass(3_000);
    expect(looks).toBe(4);
    for (const listener of listeners.slice(1)) listener.destroy();
    await pass(1_000);
    expect(looks).toBe(5);
    listeners[0]?.destroy();
    await pass(60_000);
    expect(looks).toBe(5);
    feed.open();
    await pass(0);
    expect(looks).toBe(6);
  });

  it('tells the state at once, and again only when more than the clock has changed', async () => {
    const first = feed.open();
    await pass(3_000);
    expect(heard(first)).toMatchObject([['state', { lines: { inUse: 0 } }]]);
    shown = { ...shown, inUse: 1 };
    await pass(1_000);
    const second = feed.open();
    for (const listener of [first, second])
      expect(heard(listener)).toMatchObject([['state', { lines: { inUse: 1 } }]]);
    await pass(2_000);
    expect([heard(first), heard(second)]).toEqual([[], []]);
  });

  it('tells each change of a call and each line once, though windows overlap', async () => {
    const listener = feed.open();
    await pass(0);
    heard(listener);
    const line = { id: 'e1', callId: 'c1', at: AT, role: 'customer' as const, text: 'Yes?' };
    shown = { ...shown, calls: [aCall('c1', 'ringing')], lines: [line] };
    await pass(3_000);
    const { id: _id, ...told } = line;
    expect(heard(listener)).toEqual([
      ['call', { id: 'c1', status: 'ringing' }],
      ['line', { ...told, at: AT.toISOString() }],
    ]);
    shown = { ...shown, calls: [aCall('c1', 'ended')], lines: [line, { ...line, id: 'e2' }] };
    await pass(2_000);
    expect(names(listener)).toEqual(['call', 'line']);
  });

  it('pings every 15 seconds', async () => {
    const listener = feed.open();
    await pass(0);
    heard(listener);
    await pass(31_000);
    expect(names(listener)).toEqual(['ping', 'ping']);
  });

  it('tells who comes again which calls have changed since', async () => {
    const listener = feed.open(new Date(AT.getTime() - 60_000));
    await pass(0);
    expect(names(listener).toSorted()).toEqual(['call', 'state']);
    const upToDate = feed.open(AT);
    await pass(0);
    expect(names(upToDate)).toEqual(['state']);
  });

  it('goes on once the database is back', async () => {
    isAway = true;
    const listener = feed.open();
    await pass(3_000);
    expect([heard(listener), listener.destroyed]).toEqual([[], false]);
    isAway = false;
    await pass(1_000);
    expect(names(listener)).toEqual(['state']);
  });

  it('cuts off who does not read, and nobody else', async () => {
    const [idle, reading] = [feed.open(), feed.open()];
    for (let round = 0; round < 5; round += 1) {
      shown = { ...shown, calls: [aCall(`c${round}`, 'x'.repeat(400_000))] };
      await pass(1_000);
      reading.read();
    }
    expect([idle.destroyed, reading.destroyed]).toEqual([true, false]);
  });

  it('ends all streams when the process stops, and opens none', async () => {
    const listener = feed.open();
    await pass(0);
    feed.beforeApplicationShutdown();
    listener.resume();
    await pass(0);
    expect(listener.readableEnded).toBe(true);
    expect(() => feed.open()).toThrow('stopping');
    await pass(10_000);
    expect([looks, jest.getTimerCount()]).toEqual([1, 0]);
  });
});
