import { Batching } from './batching';

function aBatching(lanes = 1, most = 10) {
  const batches: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const batching = new Batching<number, number>(
    async (items) => {
      batches.push(items);
      await new Promise<void>((resolve) => gates.push(resolve));
      if (items.includes(13)) throw new Error('Thirteen');
      if (items.includes(99)) throw new Error('Everything is away');
      return items.map((item) => item * 2);
    },
    most,
    lanes,
    (error) => String(error).includes('away'),
  );
  /** Lets every batch through that is on its way, and those that follow. */
  const letAll = async (): Promise<void> => {
    for (let turn = 0; turn < 100; turn += 1) {
      gates.splice(0).forEach((open) => open());
      await Promise.resolve();
    }
  };
  return { batching, batches, letAll };
}

describe('Batching', () => {
  it('sends what comes alone at once, and what comes meanwhile together, with an answer for each', async () => {
    const { batching, batches, letAll } = aBatching();
    const results = Promise.all([1, 2, 3].map((item) => batching.add(item)));
    await letAll();
    expect(await results).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('keeps to the largest batch and to its lanes', async () => {
    const { batching, batches, letAll } = aBatching(2, 2);
    const results = Promise.all([1, 2, 3, 4, 5].map((item) => batching.add(item)));
    expect(batches).toEqual([[1], [2]]);
    await letAll();
    expect(await results).toEqual([2, 4, 6, 8, 10]);
    expect(batches.every(({ length }) => length <= 2)).toBe(true);
  });

  it('fails all at once when no item is to blame, instead of trying each', async () => {
    const { batching, batches, letAll } = aBatching();
    const results = Promise.allSettled([1, 2, 99, 3].map((item) => batching.add(item)));
    await letAll();
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(batches).toEqual([[1], [2, 99, 3]]);
  });

  it('lets a bad item fail by itself', async () => {
    const { batching, letAll } = aBatching();
    const results = Promise.allSettled([1, 13, 3].map((item) => batching.add(item)));
    await letAll();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const next = batching.add(4);
    await letAll();
    expect(await next).toBe(8);
  });
});
