import { LoneRateLimiter } from './lone-rate-limiter';

describe(LoneRateLimiter.name, () => {
  it('keeps turns apart that are asked for at once', async () => {
    const limiter = new LoneRateLimiter(40);
    const begunAt = performance.now();
    await Promise.all([limiter.acquire(), limiter.acquire(), limiter.acquire()]);
    // A timer may come a millisecond early.
    expect(performance.now() - begunAt).toBeGreaterThan(78);
  });

  it('gives no turn while it is held, and none to whoever has given up', async () => {
    const limiter = new LoneRateLimiter(1);
    await limiter.hold(60_000);
    const givenUp = new AbortController();
    const turn = limiter.acquire(givenUp.signal);
    givenUp.abort();
    await expect(turn).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
  });
});
