import { policyOf } from '../probes/engine-words';
import { householdAt } from '../probes/probe-chunk';
import { Judge } from '../report/judge';
import { Tally } from '../report/tally';
import { campaignsFrom } from '../scenario/campaigns';
import { Chance } from '../scenario/chance';
import { runCampaign } from './run-campaign';

const PERIOD = { startAt: Date.parse('2027-01-01T00:00:00Z'), days: 365 };
const HOUSEHOLDS = Array.from({ length: 700 }, (_, index) => householdAt(3, index, PERIOD.startAt)[0]);
const [SOUND, PATIENT, , INFORMING] = campaignsFrom(PERIOD.startAt, PERIOD.days);

function run(campaign = SOUND, policy?: Parameters<typeof runCampaign>[5]): Tally {
  if (!campaign) throw new Error('No campaign');
  const judge = new Judge(PERIOD, 10);
  runCampaign(HOUSEHOLDS, campaign, PERIOD, new Chance(3), judge, policy);
  return judge.tally;
}

describe('a simulated campaign of a year', () => {
  it.each([
    ['sells', SOUND],
    ['may call ten times a day', PATIENT],
    ['informs', INFORMING],
  ])('calls nobody unlawfully, whatever happens to it, when it %s', (_what, campaign) => {
    const tally = run(campaign);
    expect(tally.offences).toEqual([]);
    expect(tally.dials).toBeGreaterThan(400);
    for (const happening of [
      'opt-out',
      'revoke-consent',
      'do-not-call',
      'restart',
      'provider-outage',
      'dial-elsewhere',
    ])
      expect(tally.happenings[happening]).toBeGreaterThan(5);
  });

  it.each([
    ['frequency', { callsPerDay: 50 }],
    ['campaign-hours', { hours: 'mon-sun 00:00-24:00' }],
    ['artificial-voice', { purpose: 'informational' }],
  ] as const)('is told on when the service goes by another policy than is stated: %s', (rule, policy) => {
    const stated = SOUND && { ...SOUND, hours: 'mon-fri 10:00-16:00', callsPerDay: 1 };
    expect(run(stated, stated && policyOf({ ...stated, ...policy })).violationsByRule[rule]).toBeGreaterThan(
      0,
    );
  });
});
