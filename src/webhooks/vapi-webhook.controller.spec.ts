import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { aBench, Bench } from '../../test/support/database';
import { CallControl } from '../telephony/call-control';
import { FakeCallControl } from '../telephony/fake-call-control';
import { VapiWebhookController } from './vapi-webhook.controller';
import { WebhooksModule } from './webhooks.module';

const control = new FakeCallControl();
let bench: Bench;
let controller: VapiWebhookController;
let suppressedBefore: number | undefined;

beforeAll(async () => {
  bench = await aBench([WebhooksModule]);
  controller = bench.app.get(VapiWebhookController);
  bench.app.get(CallControl, { strict: false }).end = async (...request) => {
    suppressedBefore = (await bench.database.selectFrom('suppressions').select('phone').execute()).length;
    return await control.end(...request);
  };
});

beforeEach(async () => {
  await bench.reset();
  control.ended.length = 0;
  control.works = true;
  suppressedBefore = undefined;
});

afterAll(async () => {
  await bench.database.destroy();
});

async function given(controlUrl: string | null): Promise<void> {
  const lead = await storeLead(bench.database, { status: 'in progress' });
  const attemptId = await storeAttempt(bench.database, lead, { state: 'placed', provider_call_id: 'call-1' });
  const at = bench.clock.now();
  const call = { id: 'call-1', campaign: 'default', status: 'in-progress', opted_out: false };
  const ids = { attempt_id: attemptId, phone: lead.phone, control_url: controlUrl };
  await bench.database
    .insertInto('calls')
    .values({ ...call, ...ids, created_at: at, updated_at: at })
    .execute();
}

const message = (told: object) => ({
  message: { timestamp: 1_781_107_200_000, call: { id: 'call-1' }, ...told },
});
const words = (transcript: string) =>
  message({ type: 'transcript', role: 'user', transcriptType: 'final', transcript });
const tool = message({
  type: 'tool-calls',
  toolCallList: [{ id: 'a', type: 'function', function: { name: 'opt_out', arguments: {} } }],
});
const answerTo = async (body: object) => JSON.stringify(await controller.receive(body));

describe('the answer to an opt-out', () => {
  it('comes after the suppression and after the call is being ended', async () => {
    await given('https://x.example/1');
    expect(await answerTo(tool)).toContain('Say nothing more');
    expect(control.ended).toEqual([
      { controlUrl: 'https://x.example/1', farewell: expect.stringContaining('taken you off our list') },
    ]);
    expect(suppressedBefore).toBe(1);
  });

  it('bids farewell in the language of the words, once a call', async () => {
    await given('https://x.example/1');
    expect(await answerTo(words('No me llamen más.'))).toContain('received');
    expect(await answerTo(tool)).toContain('say goodbye and end the call');
    expect(control.ended.map(({ farewell }) => farewell)).toEqual([expect.stringContaining('Adiós')]);
  });

  it.each([
    ['is not known', null, true],
    ['does not work', 'https://x.example/1', false],
  ])('leaves the farewell to the agent where the address %s', async (_what, controlUrl, works) => {
    control.works = works;
    await given(controlUrl);
    expect(await answerTo(tool)).toContain('say goodbye and end the call');
  });

  it('ends no call for other words', async () => {
    await given('https://x.example/1');
    await controller.receive(words('Stop by on Monday.'));
    await controller.receive(words('You never stop calling me.'));
    expect(control.ended).toEqual([]);
  });
});
