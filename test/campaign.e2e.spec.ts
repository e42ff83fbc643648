import { CampaignStates } from '../src/dashboard/campaign-state';
import { Campaign } from '../src/orchestration/campaign';
import { disagreements } from './support/agreement';
import { allWritten, RunningLaura, startLaura, until } from './support/laura';

/** Statuses in which a lead waits for something within this campaign's first minutes. */
const UNSETTLED = ['', 'new', 'in progress'];

describe('a campaign of 200 leads over the simulated Airtable and VAPI', () => {
  let laura: RunningLaura;

  beforeAll(async () => {
    laura = await startLaura({ sandbox: { leads: 200 } });
  });

  afterAll(async () => await laura.close());

  it('settles most leads, and Airtable agrees with VAPI call by call', async () => {
    const { airtable, vapi } = laura.sandbox;
    const settled = () =>
      airtable.records('Leads').filter(({ fields }) => !UNSETTLED.includes(String(fields.Status ?? '')));
    await until(
      '150 leads are settled',
      () => settled().length >= 150,
      150_000,
      async () => await laura.app.get(CampaignStates).read(),
    );
    await laura.app.get(Campaign).pause('The test has seen enough');
    await until('every call has ended and is written', () => allWritten(laura), 60_000);

    expect(vapi.calls.length).toBeGreaterThan(90);
    expect(disagreements(laura.sandbox)).toEqual([]);
  }, 240_000);
});
