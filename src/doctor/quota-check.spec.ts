import { aMemoryDatabase, addCampaign } from '../../test/support/database';
import { storeLead } from '../../test/support/a-lead';
import { readEnvironment } from '../config/read-environment';
import { AirtableSettings, CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { CheckReport } from './check';
import { monthlyRequests, quotaChecks } from './quota-check';
import { runChecks } from './run-checks';

const now = new Date('2026-06-10T16:00:00Z');

async function look(
  database: Database | undefined,
  variables: Record<string, string> = {},
): Promise<CheckReport | undefined> {
  const environment = readEnvironment({ CAMPAIGN_NAME: 'spring', ...variables });
  const settings = [new AirtableSettings(environment), new CampaignSettings(environment)] as const;
  return (await runChecks(quotaChecks(...settings, database, now)))[0];
}

describe('the month of requests to Airtable', () => {
  it('is the sync, a full reading each day, and the writes of each attempt', () => {
    expect(monthlyRequests(0, 0)).toBe(43_200);
    expect(monthlyRequests(10_050, 1_000)).toBe(43_200 + 30 * 101 + 400);
  });

  it('is told to whoever sets up, with how long a free workspace would last', async () => {
    const report = await look(undefined);
    expect(report?.status).toBe('warn');
    expect(report?.findings[0]?.what).toMatch(/43,200 requests a month.*Free.*16 hours/);
    expect(report?.findings[0]?.remedy).toContain('plan');
  });

  it('is no warning where it has run, until a Team workspace would be exceeded', async () => {
    const database = await aMemoryDatabase();
    await addCampaign(database, 'spring');
    await storeLead(database, { campaign: 'spring' });
    expect(await look(database)).toMatchObject({
      status: 'ok',
      said: expect.stringContaining('43,230') as string,
    });
    await database.destroy();
    expect(monthlyRequests(200_000, 0)).toBeGreaterThan(100_000);
  });

  it('is nothing to look at without Airtable itself', async () => {
    expect(await look(undefined, { LEAD_SOURCE: 'local' })).toBeUndefined();
    expect(await look(undefined, { AIRTABLE_ENDPOINT_URL: 'http://127.0.0.1:8080' })).toBeUndefined();
  });
});
