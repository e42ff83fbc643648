import type { Browser, Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Clock, RunningClock } from '../src/common/clock';
import { Database } from '../src/persistence/database';
import {
  barriers,
  DESKTOP,
  logIn,
  openPage,
  overflow,
  PHONE,
  startBrowser,
  type WatchedPage,
} from './console-browser';
import { ADMIN_TOKEN, RunningLaura, startLaura, TUESDAY_NOON, until } from './support/laura';

/** Slow enough to see a call ring, fast enough to see it end. */
const SPEED = 10;
/** With whom a call is a conversation. */
const TALKERS = ['interested', 'not-interested', 'callback'];
const VIEWS = ['#/', '#/calls', '#/leads', '#/opt-outs', '#/controls'];
const FILE = `Name,Phone,Consent,Consent At,Consent Source
Ida Wells,+12125550181,express_written,2026-11-01,Web form
Mary Jackson,12,express_written,2026-11-01,Web form
`;
/** What the browser itself says of refusals: before the login, beyond the limits, and while there is no forecast. */
const EXPECTED = /Failed to load resource.* (401|404|422|503) .*\/(#\/|api\/campaign\/limits|api\/forecast)$/;

let laura: RunningLaura;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
  const clock = new RunningClock(new Date(TUESDAY_NOON), SPEED);
  laura = await startLaura({ clock, sandbox: { leads: 120 } });
});

afterAll(async () => {
  await browser?.close();
  await laura?.close();
});

/** Answers the question that a command asks. */
async function confirm(page: Page, action: string, reason?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (reason) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens the first lead with this status. */
async function openLead(page: Page, status: string): Promise<void> {
  await page.goto(`${laura.url}/#/leads?status=${status}`);
  await page.locator('a.row.leads').filter({ hasText: status }).first().click();
  await page.getByRole('heading', { level: 1 }).and(page.locator('#lead-title')).waitFor();
}

const callsUp = () => laura.sandbox.vapi.calls.filter(({ status }) => status !== 'ended').length;

/** Runs fast through the hours that nobody watches. */
class GearedClock extends Clock {
  #clock: RunningClock;

  constructor(start: Date, speed: number) {
    super();
    this.#clock = new RunningClock(start, speed);
  }

  get speed(): number {
    return this.#clock.speed;
  }

  now(): Date {
    return this.#clock.now();
  }

  shift(speed: number): void {
    this.#clock = new RunningClock(this.now(), speed);
  }
}

describe('the files of the console', () => {
  const ask = async (path: string, headers: Record<string, string>) =>
    await fetch(`${laura.url}${path}`, { headers });
  const authorization = `Bearer ${ADMIN_TOKEN}`;

  it('are for operators; anybody else is asked to log in', async () => {
    const stranger = await ask('/', {});
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).toContain('Operators’ token');
    expect((await ask('/page/main.js', {})).status).toBe(401);
    expect((await ask('/page/nothing.js', { authorization })).status).toBe(404);
    expect((await ask('/page/..%2Fpage.controller.js', { authorization })).status).toBe(404);
  });

  it('come with their type and a strict policy, and come again only when they have changed', async () => {
    const first = await ask('/page/main.js', { authorization });
    expect(first.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(first.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self';/);
    expect(first.headers.get('content-security-policy')).not.toContain('unsafe');
    const etag = first.headers.get('etag') ?? '';
    const again = await ask('/page/main.js', { authorization, 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});

describe('the console at a desk', () => {
  let page: Page;
  let watched: WatchedPage;

  beforeAll(async () => {
    watched = await openPage(browser, { viewport: DESKTOP });
    ({ page } = watched);
    await logIn(page, laura.url);
  });

  it('says that it is dialing, in the title too', async () => {
    await page.getByRole('heading', { level: 1, name: 'Dialing' }).waitFor();
    expect(await page.title()).toMatch(/^Dialing/);
    await page.getByRole('button', { name: 'Log out Ana' }).waitFor();
  });

  it('follows a call from its ringing over its words to its summary', async () => {
    const id = await until('a call that is answered is heard of while it rings', async () => {
      const links = page.locator('.board li[data-tone="ringing"] a');
      const hrefs = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
      const calls = laura.sandbox.vapi.calls.filter((call) => TALKERS.includes(call.behaviour));
      const call = calls.find((one) => hrefs.includes(`#/calls/${one.id}`));
      return call?.id;
    });
    await page.goto(`${laura.url}/#/calls/${id}`);
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Talking').waitFor();
    await sheet.locator('.transcript li').first().waitFor();
    await sheet.getByText('Talked').waitFor();
    expect(await sheet.locator('.lead-in').first().textContent()).not.toBe('');
    expect(await sheet.locator('.transcript li').count()).toBeGreaterThan(2);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Dialing' }).waitFor();
  });

  it('pauses by a key, and nobody is dialed until it is resumed', async () => {
    await page.keyboard.press('p');
    await confirm(page, 'Pause', 'Roof inspectors are out');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor();
    const dialed = laura.sandbox.vapi.calls.length;
    await page.getByText('Roof inspectors are out').first().waitFor();
    await page.getByText('Paused the campaign: Ana').waitFor();
    await until('every call is over', () => callsUp() === 0);
    expect(laura.sandbox.vapi.calls).toHaveLength(dialed);
    expect(await page.title()).toMatch(/^Paused/);

    await page.getByRole('button', { name: 'Resume' }).click();
    await confirm(page, 'Resume');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor({ state: 'detached' });
    await until('somebody is dialed again', () => laura.sandbox.vapi.calls.length > dialed);
  });

  it('tells why a lead is not called', async () => {
    await openLead(page, 'called');
    const why = page.getByRole('region', { name: 'Why it is not being called' });
    await why.getByText('The status of the lead is "called"').waitFor();
    await page.getByRole('region', { name: 'What happened' }).getByRole('link').first().waitFor();
  });

  it('shows a number only when asked, and suppresses it for good', async () => {
    const masked = page.locator('#main .facts .number');
    expect(await masked.textContent()).toContain('•');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const phone = (await masked.textContent()) ?? '';
    expect(phone).toMatch(/^\+\d+$/);
    await page.getByRole('button', { name: 'Never call again' }).click();
    await confirm(page, 'Never call again', 'Asked by letter');
    const entry = await laura.app
      .get(Database)
      .selectFrom('suppressions')
      .select('reason')
      .where('phone', '=', phone)
      .executeTakeFirst();
    expect(entry).toEqual({ reason: 'Asked by letter' });
    await page.getByRole('link', { name: 'Opt-outs' }).click();
    const row = page.locator('.row.opt-outs').filter({ hasText: 'Asked by letter' });
    await row.getByRole('button', { name: phone.slice(-4) }).click();
    await row.getByText(phone).waitFor();
  });

  it('finds a lead by the key for search', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('no such person');
    await page.keyboard.press('Enter');
    await page.getByText('No lead is like that').waitFor();
    await page.getByLabel('Search').fill('');
    await page.keyboard.press('Enter');
    await page.locator('a.row.leads').first().waitFor();
  });

  it('imports a file, and says of each row that is wrong what is wrong with it', async () => {
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('File')
      .setInputFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await dialog.getByRole('button', { name: 'Check the file' }).click();
    await dialog.getByRole('cell', { name: 'Phone', exact: true }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Leave out the rows that are wrong').check();
    await dialog.getByRole('button', { name: 'Import 1 row' }).click();
    await dialog.getByText('2 rows read: 1 new, 1 wrong.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    const records = () => laura.sandbox.airtable.records('Leads');
    await until('the lead is in Airtable', () => records().some(({ fields }) => fields.Name === 'Ida Wells'));
  });

  it('sets the lines for every replica, refuses too many in words, and shows who did it', async () => {
    await page.getByRole('link', { name: 'Controls' }).click();
    await page.getByRole('button', { name: 'Change lines and pace' }).click();
    const lines = page.getByLabel('Lines at once');
    await lines.fill('99');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: '10' }).waitFor();
    await lines.fill('4');
    await confirm(page, 'Change');
    await page.getByText('4, reduced from 10').waitFor();
    await page
      .locator('.row.commands')
      .filter({ hasText: 'Changed lines or pace' })
      .filter({ hasText: 'Ana' })
      .waitFor();
  });

  it('stops everything at once when told to', async () => {
    await until('somebody is on the line', () => callsUp() > 0);
    await page.getByRole('button', { name: 'Stop everything now' }).click();
    await confirm(page, 'Stop everything', 'Wrong script');
    expect(callsUp()).toBe(0);
    await page.getByRole('link', { name: 'Now', exact: true }).click();
    await page.getByText('Stopped everything: Ana').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await confirm(page, 'Resume');
  });

  it('has broken no rule of its policy, and its console has said nothing', () => {
    expect(watched.complaints.filter((complaint) => !EXPECTED.test(complaint))).toEqual([]);
  });

  it('asks for the token again once the session has ended', async () => {
    await page.getByRole('button', { name: 'Log out Ana' }).click();
    await page.getByLabel('Operators’ token').waitFor();
  });
});

describe.each(['light', 'dark'] as const)('the console for everybody, in the %s', (colorScheme) => {
  let page: Page;

  beforeAll(async () => {
    // The checker is no part of the page, so the page's policy would not let it in.
    ({ page } = await openPage(browser, { viewport: DESKTOP, colorScheme, bypassCSP: true }));
    await logIn(page, laura.url);
  });

  it.each(VIEWS)('is without barriers at %s', async (hash) => {
    await page.goto(`${laura.url}/${hash}`);
    await page.locator('main h1:visible').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it('is without barriers on the page of a lead and of a call', async () => {
    await openLead(page, 'called');
    const link = page.getByRole('region', { name: 'What happened' }).getByRole('link').first();
    await link.waitFor();
    expect(await barriers(page)).toEqual([]);
    await link.click();
    await page.getByRole('dialog').locator('.transcript li').first().waitFor();
    expect(await barriers(page, '#sheet')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it.each(['Redial', 'Mark', 'Never call again', 'Help and keys'])(
    'asks without barriers: %s',
    async (name) => {
      const button = page.getByRole('button', { name });
      await button.click();
      await page.getByRole('dialog').waitFor();
      expect(await barriers(page, '#question')).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await button.and(page.locator(':focus')).count()).toBe(1);
    },
  );
});

describe('the console on a phone', () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await openPage(browser, { viewport: PHONE, hasTouch: true, isMobile: true }));
    await logIn(page, laura.url);
  });

  it.each(VIEWS)('fits %s into its width, and into 360 pixels', async (hash) => {
    await page.goto(`${laura.url}/${hash}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const width of [PHONE.width, 360]) {
      await page.setViewportSize({ ...PHONE, width });
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
  });

  it('shows a call in full over the whole screen, and comes back from it', async () => {
    await page.goto(`${laura.url}/#/calls`);
    await page.locator('a.row.calls:visible').first().tap();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('heading', { level: 2 }).waitFor();
    expect((await sheet.boundingBox())?.width).toBe(360);
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await sheet.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
  });

  it('says when it hears nothing any more, and catches up when it hears again', async () => {
    const feed = '**/api/events';
    await page.route(feed, async (route) => await route.abort());
    laura.app.getHttpServer().closeAllConnections();
    await page.getByText('Reconnecting').waitFor();
    await page.unroute(feed);
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('pauses under a thumb', async () => {
    await page.getByRole('link', { name: 'Now', exact: true }).tap();
    await page.getByRole('button', { name: 'Pause' }).tap();
    await confirm(page, 'Pause');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).tap();
    await confirm(page, 'Resume');
  });
});

/** `SCREENSHOTS=docs/images npm test -- test/console`: the pictures of the documentation, some hours into a campaign. */
if (process.env.SCREENSHOTS) {
  describe('the pictures of the console', () => {
    const folder = process.env.SCREENSHOTS ?? '';
    let busy: RunningLaura;

    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      const clock = new GearedClock(new Date('2026-11-24T14:45:00Z'), 100);
      const sandbox = { leads: 1_000, enforceRateLimit: false, callSeconds: 240 };
      const variables = { DAILY_BUDGET_USD: '200', CAMPAIGN_NAME: 'solar-spring' };
      busy = await startLaura({ clock, sandbox, variables });
      await until('some hours are over', () => clock.now() > new Date('2026-11-24T19:20:00Z'), 300_000);
      clock.shift(6);
    }, 320_000);

    afterAll(async () => await busy.close());

    it('are taken', async () => {
      const { page } = await openPage(browser, { viewport: { width: 1280, height: 1080 } });
      await logIn(page, busy.url);
      await page
        .locator('.board .said')
        .filter({ hasText: /^(Laura|They): / })
        .nth(3)
        .waitFor({ timeout: 60_000 });
      await page.screenshot({ path: join(folder, 'console.png') });
      await page.goto(`${busy.url}/#/leads?status=retry`);
      await page.locator('a.row.leads').last().click();
      await page.getByRole('region', { name: 'Why it is not being called' }).waitFor();
      await page.screenshot({ path: join(folder, 'lead.png') });
      const phone = await openPage(browser, { viewport: PHONE, isMobile: true, colorScheme: 'dark' });
      await logIn(phone.page, busy.url);
      await phone.page
        .locator('.board .said')
        .filter({ hasText: /^(Laura|They): / })
        .nth(1)
        .waitFor({ timeout: 60_000 });
      await phone.page.screenshot({ path: join(folder, 'console-phone.png') });
    }, 200_000);
  });
}
