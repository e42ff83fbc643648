import type { Browser, Page } from 'playwright-core';
import { RunningClock } from '../src/common/clock';
import {
  answer,
  barriers,
  DESKTOP,
  logIn,
  openLead,
  openPage,
  overflow,
  PHONE,
  startBrowser,
} from './console-browser';
import { RunningLaura, startLaura, TUESDAY_NOON } from './support/laura';

const VIEWS = ['#/', '#/calls', '#/leads', '#/opt-outs', '#/controls'];

let laura: RunningLaura;
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
  const clock = new RunningClock(new Date(TUESDAY_NOON), 30);
  laura = await startLaura({ clock, sandbox: { leads: 120 } });
});

afterAll(async () => {
  await browser?.close();
  await laura?.close();
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
    await openLead(page, laura.url, 'called');
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
    await page.locator('#live[data-state="live"]').waitFor();
  });

  it('pauses under a thumb', async () => {
    await page.getByRole('link', { name: 'Now', exact: true }).tap();
    await page.getByRole('button', { name: 'Pause' }).tap();
    await answer(page, 'Pause');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).tap();
    await answer(page, 'Resume');
  });
});
