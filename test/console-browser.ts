import { until } from './support/laura';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';
import { ADMIN_TOKEN } from './support/laura';

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium of this machine: as `CHROMIUM` says, or the first on the path. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}

function findChromium(): string {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (!found) throw new Error('There is no Chromium: install it (apt-get install chromium), or set CHROMIUM');
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A page, and what its console and its policy complained of. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** An operator in New York before an empty browser. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${url}`);
  });
  return { page, complaints };
}

/** Through the login page, to the view at that address. */
export async function logIn(page: Page, url: string, hash = '#/'): Promise<void> {
  await page.goto(`${url}/${hash}`);
  await page.getByLabel('Your name').fill('Ana');
  await page.getByLabel('Operators’ token').fill(ADMIN_TOKEN);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('#live[data-state="live"]').waitFor();
}

/** Answers the question that a command asks. */
export async function answer(page: Page, action: string, reason?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  if (reason) await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Opens the first lead with this status, as soon as there is one. */
export async function openLead(page: Page, url: string, status: string): Promise<void> {
  const found = `fetch('/api/leads?status=${encodeURIComponent(status)}').then((answer) => answer.json()).then(({ items }) => items.length > 0)`;
  await until(`a lead is ${status}`, async () => await page.evaluate<boolean>(found), 60_000);
  await page.goto(`${url}/#/leads?status=${status}`);
  await page.locator('a.row.leads').filter({ hasText: status }).first().click();
  await page.getByRole('heading', { level: 1 }).and(page.locator('#lead-title')).waitFor();
}

/** How far the page is wider than the window, in pixels. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate('document.documentElement.scrollWidth - innerWidth');
}

/**
 * What keeps people out, as axe finds it: rule and element of all that is serious or critical.
 * @param within the part of the page that is looked at
 */
export async function barriers(page: Page, within = 'body'): Promise<string[]> {
  const isThere = await page.evaluate<boolean>('"axe" in window');
  if (!isThere) await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run('${within}', { resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
