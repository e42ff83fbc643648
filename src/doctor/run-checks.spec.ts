import { fault, warning } from './check';
import { runChecks } from './run-checks';

const remedy = 'Mend it.';

describe(runChecks.name, () => {
  it('gives each check the worst of its findings, in the order given', async () => {
    const reports = await runChecks([
      { name: 'slow', look: async () => await new Promise((resolve) => setImmediate(resolve, { said: '' })) },
      { name: 'warned', look: () => ({ said: '', findings: [warning('odd', remedy)] }) },
      {
        name: 'broken',
        look: () => ({ said: '', findings: [warning('odd', remedy), fault('bad', remedy)] }),
      },
      { name: 'unseen', look: () => ({ said: 'no way in', isSkipped: true }) },
    ]);
    expect(reports.map(({ name, status }) => [name, status])).toEqual([
      ['slow', 'ok'],
      ['warned', 'warn'],
      ['broken', 'fail'],
      ['unseen', 'skip'],
    ]);
  });

  it('leaves out what needs a check that has failed, and what needs that in turn', async () => {
    let looks = 0;
    const look = () => ((looks += 1), { said: '' });
    const reports = await runChecks([
      { name: 'token', look: () => ({ said: '', findings: [fault('bad', remedy)] }) },
      { name: 'base', needs: ['token'], look },
      { name: 'columns', needs: ['base'], look },
    ]);
    expect([looks, reports[1], reports[2]?.status]).toMatchObject([
      0,
      { status: 'skip', said: 'Not looked at: mend token first' },
      'skip',
    ]);
  });

  it('waits for no check longer than the limit', async () => {
    const [report] = await runChecks([{ name: 'stuck', look: () => new Promise(() => undefined) }], 10);
    expect(report).toMatchObject({ status: 'fail', said: 'No answer within 0.01 seconds' });
  });

  it('makes a fault of what a check throws, without the number and the secret in it', async () => {
    const look = () => {
      throw new Error('refused +14155550123 with Bearer abcdefghijklmnop');
    };
    const [report] = await runChecks([{ name: 'thrown', look }]);
    expect(report).toMatchObject({
      status: 'fail',
      findings: [{ what: 'refused [number] with Bearer [redacted]' }],
    });
  });
});
