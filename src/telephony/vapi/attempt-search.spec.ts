import { searchAttempt } from './attempt-search';

const FROM = new Date('2026-11-24T15:00:00.000Z');
const UNTIL = new Date('2026-11-24T15:10:00.000Z');

/** As VAPI: filters by creation, gives at most `limit` rows, in no useful order. */
function vapiWith(rows: { createdAt: string; name?: string; assistant?: unknown }[]) {
  const asked: { createdAtGe?: string; createdAtLe?: string; limit?: number }[] = [];
  const calls = async (query: (typeof asked)[number]) => {
    asked.push(query);
    const { createdAtGe = '', createdAtLe = '~', limit = 100 } = query;
    return rows
      .filter(({ createdAt }) => createdAt >= createdAtGe && createdAt <= createdAtLe)
      .slice(0, limit);
  };
  return { calls, asked };
}

const others = (count: number, createdAt: (index: number) => Date) =>
  Array.from({ length: count }, (_, index) => ({
    name: `other-${index}`,
    createdAt: createdAt(index).toISOString(),
  }));
const spread = (index: number) => new Date(FROM.getTime() + index * 150);

describe('searchAttempt', () => {
  it('finds the call by its name, in one request over the whole window', async () => {
    const vapi = vapiWith([...others(3, spread), { name: 'attempt-1', createdAt: UNTIL.toISOString() }]);
    expect(await searchAttempt(vapi, 'attempt-1', FROM, UNTIL)).toMatchObject({ name: 'attempt-1' });
    expect(vapi.asked).toEqual([
      { createdAtGe: '2026-11-24T15:00:00.000Z', createdAtLe: '2026-11-24T15:10:00.000Z', limit: 1000 },
    ]);
  });

  it('finds it by its metadata when somebody renamed it', async () => {
    const assistant = { metadata: { attemptId: 'attempt-1' } };
    const vapi = vapiWith([{ name: 'renamed', createdAt: FROM.toISOString(), assistant }]);
    expect(await searchAttempt(vapi, 'attempt-1', FROM, UNTIL)).toMatchObject({ name: 'renamed' });
  });

  it('says that there is none', async () => {
    expect(await searchAttempt(vapiWith(others(999, spread)), 'attempt-1', FROM, UNTIL)).toBeUndefined();
  });

  it('narrows a window that holds more than one page, and misses nothing in it', async () => {
    const rows = others(3900, spread);
    for (const index of [0, 1999, 2000, 3899]) {
      const vapi = vapiWith(rows.map((row, at) => (at === index ? { ...row, name: 'attempt-1' } : row)));
      expect(await searchAttempt(vapi, 'attempt-1', FROM, UNTIL)).toMatchObject({
        createdAt: spread(index).toISOString(),
      });
    }
    const vapi = vapiWith(rows);
    expect(await searchAttempt(vapi, 'attempt-1', FROM, UNTIL)).toBeUndefined();
    expect(vapi.asked.length).toBeGreaterThan(4);
  });

  it('does not claim that there is none when one millisecond fills the page', async () => {
    const vapi = vapiWith(others(1000, () => new Date(FROM.getTime() + 7)));
    await expect(searchAttempt(vapi, 'attempt-1', FROM, UNTIL)).rejects.toMatchObject({
      code: 'VAPI_INCOMPLETE_ANSWER',
      retryable: true,
    });
  });
});
