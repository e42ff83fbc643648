import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { CheckReport } from './check';
import { runChecks } from './run-checks';
import { scriptChecks } from './script-check';

async function look(variables: Record<string, string>): Promise<CheckReport | undefined> {
  const environment = readEnvironment(variables);
  const checks = scriptChecks(new ScriptSettings(environment), new CampaignSettings(environment));
  return (await runChecks(checks)).find(({ name }) => name === 'script');
}

describe('the script of an informational call', () => {
  it('is not the built-in one, which asks for interest in an offer', async () => {
    const report = await look({ CALL_PURPOSE: 'informational' });
    expect(report?.status).toBe('warn');
    expect(report?.findings[0]?.what).toMatch(/built-in prompt.*selling/);
    expect(report?.findings[0]?.remedy).toMatch(/PROMPT_FILE.*CALL_PURPOSE=marketing/);
  });

  it("may be the operator's own, and a selling call may have the built-in one", async () => {
    const own = { CALL_PURPOSE: 'informational', PROMPT_TEMPLATE: 'Tell that the fitter comes on Tuesday.' };
    expect((await look(own))?.findings.filter(({ what }) => what.includes('selling'))).toEqual([]);
    expect((await look({ CALL_PURPOSE: 'marketing' }))?.status).toBe('ok');
  });
});
