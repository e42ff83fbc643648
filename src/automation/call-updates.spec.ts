import { AutomationBench } from '../../test/support/automation-bench';
import { AutomationReceiver } from '../../test/support/automation-receiver';
import { letTimePass } from '../../test/support/time-in-database';

const receiver = new AutomationReceiver();
let laura: AutomationBench;

beforeAll(async () => {
  laura = await AutomationBench.open({
    AUTOMATION_WEBHOOK_URL: await receiver.open(),
    AUTOMATION_WEBHOOK_SECRET: 'any text of some length',
  });
});

beforeEach(async () => {
  await laura.bench.reset();
  receiver.reset();
});

afterAll(async () => {
  await laura.bench.app.close();
  await receiver.close();
});

const pass = (ms: number) => letTimePass(laura.bench.database, ms);
const types = () => receiver.taken.map(({ type }) => type);

describe('what becomes known later', () => {
  it('is posted as an update, once, after the finished call itself', async () => {
    const id = await laura.call();
    await laura.report(id);
    receiver.answer = [503];
    await laura.flusher().flush();
    await laura.report(id, { summary: 'Wants an offer.', recordingUrl: 'https://recordings.example/1' });
    await laura.report(id, { summary: 'Wants an offer.', recordingUrl: 'https://recordings.example/1' });
    receiver.answer = [200];
    await laura.flusher().flush();
    expect(types()).toEqual([]);
    await pass(11_000);
    await laura.flusher().flush();
    await laura.flusher().flush();
    expect(types()).toEqual(['call.finished', 'call.updated']);
    expect(receiver.taken.at(-1)?.data).toMatchObject({
      summary: 'Wants an offer.',
      recording_url: 'https://recordings.example/1',
    });
    expect(new Set(receiver.ids).size).toBe(2);
  });

  it('makes no second post while the first has not been tried', async () => {
    const id = await laura.call();
    await laura.report(id);
    await laura.report(id, { summary: 'Wants an offer.' });
    await laura.flusher().flush();
    await laura.flusher().flush();
    expect(receiver.taken.map(({ type, data }) => [type, data.summary])).toEqual([
      ['call.finished', 'Wants an offer.'],
    ]);
  });

  it('is told of words that may have been an opt-out', async () => {
    const id = await laura.call();
    const hello = { speaker: 'customer', text: 'Hello, who is this?' } as const;
    await laura.report(id, { utterances: [hello], transcript: 'User: Hello, who is this?' });
    await laura.flusher().flush();
    const doubtful = { speaker: 'customer', text: 'You never stop calling me.' } as const;
    await laura.report(id, { utterances: [hello, doubtful] });
    await laura.report(id, { utterances: [hello, doubtful] });
    await laura.flusher().flush();
    await laura.flusher().flush();
    expect(receiver.taken.map(({ type, data }) => [type, data.opt_out_doubtful])).toEqual([
      ['call.finished', false],
      ['call.updated', true],
    ]);
  });

  it('is told of an opt-out too, without the words of the conversation', async () => {
    const id = await laura.call();
    await laura.report(id, { transcript: 'User: Stop calling me.', analysis: {} });
    await laura.flusher().flush();
    await laura.report(id, { transcript: 'User: Stop calling me.', analysis: { optOut: true } });
    await laura.flusher().flush();
    expect(receiver.taken.map(({ data }) => [data.opted_out, data.transcript])).toEqual([
      [false, 'User: Stop calling me.'],
      [true, undefined],
    ]);
  });
});
