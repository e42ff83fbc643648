import type { Browser, Page } from 'playwright-core';
import { RunningClock } from '../src/common/clock';
import { Database } from '../src/persistence/database';
import {
  answer,
  DESKTOP,
  logIn,
  openLead,
  openPage,
  startBrowser,
  type WatchedPage,
} from './console-browser';
import { takePictures } from './console-pictures';
import { ADMIN_TOKEN, RunningLaura, startLaura, TUESDAY_NOON, until } from './support/laura';

/** Slow enough to see a call ring, fast enough to see it end. */
const SPEED = 10;
/** With whom a call is a conversation. */
const TALKERS = ['interested', 'not-interested'];
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

const callsUp = () => laura.sandbox.vapi.calls.filter(({ status }) => status !== 'ended').length;

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
    const sheet = page.getByRole('dialog');
    // On a busy machine a call may be over before its page is seen: then the next one is followed.
    await until('a call that rang is seen while somebody talks', async () => {
      const links = page.locator('.board li[data-tone="ringing"] a');
      const hrefs = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href')));
      const calls = laura.sandbox.vapi.calls.filter((call) => TALKERS.includes(call.behaviour));
      const call = calls.find((one) => hrefs.includes(`#/calls/${one.id}`));
      if (!call) return false;
      await page.goto(`${laura.url}/#/calls/${call.id}`);
      const stage = sheet.getByText(/Talking|Talked/).first();
      await stage.waitFor();
      if ((await stage.textContent())?.includes('Talking')) return true;
      await page.keyboard.press('Escape');
      return false;
    });
    await sheet.locator('.transcript li').first().waitFor();
    await sheet.getByText('Talked').waitFor();
    expect(await sheet.locator('.lead-in').first().textContent()).not.toBe('');
    expect(await sheet.locator('.transcript li').count()).toBeGreaterThan(2);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 1, name: 'Dialing' }).waitFor();
  });

  it('pauses by a key, and nobody is dialed until it is resumed', async () => {
    await page.keyboard.press('p');
    await answer(page, 'Pause', 'Roof inspectors are out');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor();
    const dialed = laura.sandbox.vapi.calls.length;
    await page.getByText('Roof inspectors are out').first().waitFor();
    await page.getByText('Paused the campaign: Ana').waitFor();
    await until('every call is over', () => callsUp() === 0);
    expect(laura.sandbox.vapi.calls).toHaveLength(dialed);
    expect(await page.title()).toMatch(/^Paused/);

    await page.getByRole('button', { name: 'Resume' }).click();
    await answer(page, 'Resume');
    await page.getByRole('heading', { level: 1, name: 'Paused' }).waitFor({ state: 'detached' });
    await until('somebody is dialed again', () => laura.sandbox.vapi.calls.length > dialed);
  });

  it('tells why a lead is not called', async () => {
    await openLead(page, laura.url, 'called');
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
    await answer(page, 'Never call again', 'Asked by letter');
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
    await answer(page, 'Change');
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
    await answer(page, 'Stop everything', 'Wrong script');
    expect(callsUp()).toBe(0);
    await page.getByRole('link', { name: 'Now', exact: true }).click();
    await page.getByText('Stopped everything: Ana').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await answer(page, 'Resume');
  });

  it('has broken no rule of its policy, and its console has said nothing', () => {
    expect(watched.complaints.filter((complaint) => !EXPECTED.test(complaint))).toEqual([]);
  });

  it('asks for the token again once the session has ended', async () => {
    await page.getByRole('button', { name: 'Log out Ana' }).click();
    await page.getByLabel('Operators’ token').waitFor();
  });
});

/** `SCREENSHOTS=docs/images npm test -- test/console`: the pictures of the documentation. */
if (process.env.SCREENSHOTS) {
  it('has its pictures taken', () => takePictures(browser, process.env.SCREENSHOTS ?? ''), 500_000);
}
