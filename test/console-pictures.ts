import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { Clock, RunningClock } from '../src/common/clock';
import { logIn, openPage, PHONE } from './console-browser';
import { RunningLaura, startLaura, until } from './support/laura';

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

/** Some hours into a campaign: `console.png`, `lead.png` and `console-phone.png`, into that folder. */
export async function takePictures(browser: Browser, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const clock = new GearedClock(new Date('2026-11-24T14:45:00Z'), 100);
  const sandbox = { leads: 1_000, enforceRateLimit: false, callSeconds: 240 };
  const variables = { DAILY_BUDGET_USD: '200', CAMPAIGN_NAME: 'solar-spring' };
  const laura = await startLaura({ clock, sandbox, variables });
  try {
    await until('some hours are over', () => clock.now() > new Date('2026-11-24T19:20:00Z'), 300_000);
    clock.shift(6);
    await pictureDesk(browser, laura, folder);
    await picturePhone(browser, laura, folder);
  } finally {
    await laura.close();
  }
}

async function pictureDesk(browser: Browser, { url }: RunningLaura, folder: string): Promise<void> {
  const { page } = await openPage(browser, { viewport: { width: 1280, height: 1080 } });
  await logIn(page, url);
  await hear(page, 4);
  await page.screenshot({ path: join(folder, 'console.png') });
  await page.goto(`${url}/#/leads/${await waitsLongest(page, url)}`);
  await page.getByRole('region', { name: 'Why it is not being called' }).waitFor();
  await page.screenshot({ path: join(folder, 'lead.png') });
}

async function waitsLongest(page: Page, url: string): Promise<string> {
  const answer = await page.request.get(`${url}/api/leads?status=retry&limit=200`);
  const { items } = (await answer.json()) as { items: { id: string; dueAt: string }[] };
  return items.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt)).at(-1)?.id ?? '';
}

async function picturePhone(browser: Browser, { url }: RunningLaura, folder: string): Promise<void> {
  const { page } = await openPage(browser, { viewport: PHONE, isMobile: true, colorScheme: 'dark' });
  await logIn(page, url);
  await hear(page, 2);
  await page.screenshot({ path: join(folder, 'console-phone.png') });
}

/** Until words of that many calls are seen. */
async function hear(page: Page, calls: number): Promise<void> {
  const said = page.locator('.board .said').filter({ hasText: /^(Laura|They): / });
  await said.nth(calls - 1).waitFor({ timeout: 60_000 });
}
