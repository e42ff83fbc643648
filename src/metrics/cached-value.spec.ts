import { CachedValue } from './cached-value';

/** A source whose readings and time are under the test's control. */
function source(holdsMs: number) {
  let now = 0;
  let reads = 0;
  let tookMs = 0;
  let failure: Error | undefined;
  const read = () => {
    reads += 1;
    now += tookMs;
    return failure ? Promise.reject(failure) : Promise.resolve(reads);
  };
  return {
    cached: new CachedValue(read, holdsMs, () => now),
    pass: (ms: number) => void (now += ms),
    takes: (ms: number) => void (tookMs = ms),
    fails: (error: Error | undefined) => void (failure = error),
  };
}

describe('a cached value', () => {
  it('is read once while it is fresh, and again when it is old', async () => {
    const { cached, pass } = source(5_000);
    expect(await cached.get()).toBe(1);
    pass(4_999);
    expect(await cached.get()).toBe(1);
    pass(1);
    expect(await cached.get()).toBe(2);
  });

  it('is read by one reader for all who ask meanwhile', async () => {
    const { cached } = source(0);
    expect(await Promise.all([cached.get(), cached.get(), cached.get()])).toEqual([1, 1, 1]);
  });

  it('stays fresh for twenty times as long as it took to read', async () => {
    const { cached, pass, takes } = source(5_000);
    takes(1_000);
    expect(await cached.get()).toBe(1);
    pass(19_999);
    expect(await cached.get()).toBe(1);
    pass(1);
    expect(await cached.get()).toBe(2);
  });

  it('remembers a failure as long as a value, and then tries again', async () => {
    const { cached, pass, fails } = source(5_000);
    expect(await cached.get()).toBe(1);
    pass(5_000);
    fails(new Error('away'));
    await expect(cached.get()).rejects.toThrow('away');
    fails(undefined);
    await expect(cached.get()).rejects.toThrow('away');
    pass(5_000);
    expect(await cached.get()).toBe(3);
  });
});
