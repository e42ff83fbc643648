import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openPage, PHONE, startBrowser } from './console-browser';
import { ADMIN_TOKEN, RunningLaura, startLaura } from './support/laura';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let laura: RunningLaura;
let browser: Browser;

beforeAll(async () => {
  laura = await startLaura();
  browser = await startBrowser();
}, 60_000);

afterAll(async () => {
  await browser.close();
  await laura.close();
});

/** What a person who cannot see, or sees badly, would stumble over. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ content: AXE });
  return await page.evaluate<string[]>(
    'axe.run().then(({ violations }) => violations.map(({ id, help }) => `${id}: ${help}`))',
  );
}

describe('the login page', () => {
  it.each(['light', 'dark'] as const)(
    'is for everybody, at the width of a phone, in %s',
    async (colorScheme) => {
      const { page } = await openPage(browser, { viewport: PHONE, colorScheme, bypassCSP: true });
      await page.goto(laura.url);
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  );

  it('says what is wrong, and its policy lets all of it through', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(laura.url);
    await page.getByLabel('Your name').fill('Eve');
    await page.getByLabel('Operators’ token').fill('not-the-token-at-all');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This token is not accepted.').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe('This token is not accepted.');
    expect(await page.getByLabel('Your name').inputValue()).toBe('Eve');
    expect(complaints.filter((complaint) => !complaint.includes('status of 401'))).toEqual([]);
  });

  it('lets in by a ready link, and takes the token out of the address', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${laura.url}/#token=${ADMIN_TOKEN}&name=Ada`);
    await page.getByRole('button', { name: 'Log in' }).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain(ADMIN_TOKEN);
    const session = await page.evaluate<{ name: string }>(
      'fetch("/api/session").then((answer) => answer.json())',
    );
    expect(session.name).toBe('Ada');
    expect(await page.evaluate('document.cookie')).toBe('');
  });
});
