import { AutomationBench } from '../../test/support/automation-bench';
import { AutomationReceiver } from '../../test/support/automation-receiver';
import { RealPostgres } from '../../test/support/database';

const receiver = new AutomationReceiver();
let postgres: RealPostgres;
let one: AutomationBench;
let other: AutomationBench;

beforeAll(async () => {
  postgres = await RealPostgres.start();
  const variables = {
    DATABASE_URL: await postgres.url(),
    AUTOMATION_WEBHOOK_URL: await receiver.open(),
    AUTOMATION_WEBHOOK_SECRET: 'any text of some length',
  };
  one = await AutomationBench.open(variables);
  other = await AutomationBench.open(variables, one);
});

afterAll(async () => {
  await one.bench.app.close();
  await other.bench.app.close();
  await receiver.close();
  await postgres.stop();
});

describe('two replicas over one PostgreSQL', () => {
  it('post each call once between them', async () => {
    const ids = await one.finish(60);
    const posted = await Promise.all([one.flusher().flush(), other.flusher().flush()]);
    expect(posted.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(receiver.taken.map(({ data }) => data.call_id).toSorted()).toEqual(ids.toSorted());
  });

  it('lose nothing of a report that comes while its call is being posted', async () => {
    receiver.reset();
    const ids = await one.finish(20);
    const reports = ids.map((id) => other.report(id, { recordingUrl: `https://recordings.example/${id}` }));
    await Promise.all([one.flusher().flush(), ...reports]);
    await one.flusher().flush();
    const heard = receiver.taken.filter(({ data }) => data.recording_url !== null);
    expect(new Set(heard.map(({ data }) => data.call_id)).size).toBe(20);
  });
});
