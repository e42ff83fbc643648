import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { storeCall, storeLine } from '../../../test/support/a-call';
import { aBench, Bench } from '../../../test/support/database';
import { configureApp, newAdapter } from '../../configure-app';
import { Campaign } from '../../orchestration/campaign';
import { DashboardModule } from '../dashboard.module';
import { LiveReader } from './live-reader';

const TOKEN = 'an-operators-token-of-length';
let bench: Bench;
let app: NestFastifyApplication;
let url: string;

beforeEach(async () => {
  bench = await aBench([DashboardModule], { ADMIN_TOKEN: TOKEN });
  app = configureApp(bench.app.createNestApplication<NestFastifyApplication>(newAdapter()));
  await app.listen(0, '127.0.0.1');
  url = `${await app.getUrl()}/api/events`;
});

afterEach(() => app.close());

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** An open page: what it hears, event by event. */
class Page {
  #text = '';

  private constructor(
    readonly answer: Response,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  static async open(headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
    if (!answer.body) throw new Error('There is no body');
    return new Page(answer, answer.body.getReader());
  }

  /** The next event of that name; `undefined` when the stream ends first. */
  async next(name: string): Promise<Heard | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader.read();
        if (done) return undefined;
        this.#text += Buffer.from(value).toString();
        continue;
      }
      const lines = this.#text.slice(0, end).split('\n');
      this.#text = this.#text.slice(end + 2);
      const field = (key: string) =>
        lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
      if (field('event') === name)
        return { id: field('id'), event: name, data: JSON.parse(field('data')) as Record<string, unknown> };
    }
  }

  async close(): Promise<void> {
    await this.reader.cancel();
  }
}

describe('GET /api/events', () => {
  it('tells the state at once, then calls and lines as they come', async () => {
    const page = await Page.open();
    expect(Object.fromEntries(page.answer.headers)).toMatchObject({
      ...{ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    });
    expect(await page.next('state')).toMatchObject({ data: { name: 'default', state: 'running' } });
    await storeCall(bench.database, {
      id: 'c1',
      status: 'ringing',
      disposition: null,
      phone: '+12125550134',
    });
    const call = await page.next('call');
    expect(call).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      data: { id: 'c1', phoneMasked: '+1••••••0134' },
    });
    await storeLine(bench.database, 'c1', 'user', 'Yes?', bench.clock.now());
    expect((await page.next('line'))?.data).toEqual({
      ...{ callId: 'c1', at: bench.clock.now().toISOString(), role: 'customer', text: 'Yes?' },
    });
    // Whoever writes the row, and whatever in it.
    await bench.database.updateTable('calls').set({ automation_summary: 'Wants an offer' }).execute();
    expect(await page.next('call')).toMatchObject({ data: { id: 'c1', summary: 'Wants an offer' } });
    await bench.app.get(Campaign, { strict: false }).pause('Lunch');
    expect(await page.next('state')).toMatchObject({
      data: { state: 'paused', paused: { reason: 'Lunch' } },
    });
    await page.close();
  });

  it('costs twenty pages one look a second', async () => {
    const look = jest.spyOn(app.get(LiveReader, { strict: false }), 'look');
    const beganAt = performance.now();
    const pages = await Promise.all(Array.from({ length: 20 }, () => Page.open()));
    for (const page of pages) await page.next('state');
    await storeCall(bench.database, { id: 'c1' });
    for (const page of pages) expect(await page.next('call')).toMatchObject({ data: { id: 'c1' } });
    const seconds = (performance.now() - beganAt) / 1_000;
    expect(look.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    for (const page of pages) await page.close();
  });

  it('tells who comes again what has become of calls in between', async () => {
    const page = await Page.open();
    const seen = await page.next('state');
    await page.close();
    await storeCall(bench.database, { id: 'missed' });
    const again = await Page.open({ 'last-event-id': seen?.id ?? '' });
    expect(await again.next('call')).toMatchObject({ data: { id: 'missed' } });
    expect(await again.next('state')).toBeDefined();
    await again.close();
  });

  it('does not hold up the stop of the process', async () => {
    const pages = await Promise.all([Page.open(), Page.open()]);
    for (const page of pages) await page.next('state');
    const beganAt = performance.now();
    await app.close();
    expect(performance.now() - beganAt).toBeLessThan(3_000);
    for (const page of pages) expect(await page.next('never')).toBeUndefined();
  });

  it('is for operators alone', async () => {
    const { answer } = await Page.open({ authorization: 'Bearer a-wrong-token-of-length' });
    expect(answer.status).toBe(401);
  });
});
