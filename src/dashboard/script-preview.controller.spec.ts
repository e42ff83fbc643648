import { storeLead } from '../../test/support/a-lead';
import { Bench } from '../../test/support/database';
import { OperatorRoutes } from '../../test/support/operator-routes';
import { ScriptPreviewView } from './script-preview-view';
import { ScriptPreviewController } from './script-preview.controller';

const FIRST_MESSAGE_TEMPLATE = 'Hello {{ lead["Pet Name"] }}, {{ disclosures.opening }}';
let bench: Bench;
let routes: OperatorRoutes;

beforeAll(async () => {
  routes = await OperatorRoutes.serve([ScriptPreviewController], { FIRST_MESSAGE_TEMPLATE });
  ({ bench } = routes);
});

beforeEach(() => bench.reset());

afterAll(() => routes.close());

const preview = async (lead?: string): Promise<ScriptPreviewView> => {
  const url = `/api/script/preview${lead === undefined ? '' : `?lead=${encodeURIComponent(lead)}`}`;
  const answer = await routes.get(url);
  expect(answer.statusCode).toBe(200);
  return answer.json();
};

describe('GET /api/script/preview', () => {
  it('shows what a lead would hear, by our id and by that of the lead source', async () => {
    const lead = await storeLead(bench.database, {
      fields: { 'Pet Name': 'Rex' },
      notes: 'Likes tea',
      timezone: 'America/New_York',
    });
    const shown = await preview(lead.id);
    expect(shown).toMatchObject({ leadId: lead.id, missingVariables: [], faults: [] });
    expect(shown.firstMessage).toMatch(/^Hello Rex, this is Laura, an automated AI voice/);
    expect(shown.systemPrompt).toContain('notes: Likes tea\ntime zone: America/New_York');
    expect(await preview(lead.source_id)).toEqual(shown);
  });

  it('names what must be said where the lead is, with the law, and whether it is said', async () => {
    const lead = await storeLead(bench.database, { fields: { 'Pet Name': 'Rex' } });
    const { disclosures } = await preview(lead.id);
    expect(disclosures.map(({ disclosure, result }) => `${disclosure} ${result}`)).toContain(
      'recording said',
    );
    expect(disclosures.find(({ disclosure }) => disclosure === 'caller-name')).toMatchObject({
      withinSeconds: 0,
      quote: 'Laura',
      sources: expect.arrayContaining([
        expect.objectContaining({ jurisdiction: 'US-NY', citation: expect.stringContaining('399-') }),
      ]),
    });
  });

  it('names the variables that the lead lacks, and why it would not be called', async () => {
    const lead = await storeLead(bench.database, {});
    const shown = await preview(lead.id);
    expect(shown.missingVariables).toEqual(['lead["Pet Name"]']);
    expect(shown.faults).toEqual(['lead["Pet Name"] has no value and no fallback']);
    expect(shown.firstMessage).toMatch(/^Hello \[lead\["Pet Name"\]\], this is/);
  });

  it('without a lead shows a made-up one, called where everything is asked for', async () => {
    const shown = await preview();
    expect(shown).toMatchObject({ leadId: null, version: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(shown.systemPrompt).toContain('name: Jane Doe');
    expect(shown.disclosures.filter(({ repeatAtEnd }) => repeatAtEnd)).toHaveLength(3);
  });

  it.each(['', 'rec00000000000000', '\0', 'x'.repeat(2_000)])('answers 404 for the lead %p', async (id) => {
    const url = `/api/script/preview?lead=${encodeURIComponent(id)}`;
    expect((await routes.get(url)).statusCode).toBe(404);
  });

  it('answers 404 for two leads at once', async () => {
    expect((await routes.get('/api/script/preview?lead=a&lead=b')).statusCode).toBe(404);
  });

  it("does not show another campaign's leads", async () => {
    await bench.database.insertInto('campaigns').values({ name: 'other' }).execute();
    const lead = await storeLead(bench.database, { campaign: 'other' });
    const answer = await routes.get(`/api/script/preview?lead=${lead.id}`);
    expect(answer.statusCode).toBe(404);
  });

  it('answers nobody without the token', async () => {
    expect((await routes.get('/api/script/preview', null)).statusCode).toBe(401);
  });
});
