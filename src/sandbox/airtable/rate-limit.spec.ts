import { RateLimit } from './rate-limit';

describe('RateLimit', () => {
  let nowMs = 0;
  const limit = (): RateLimit => new RateLimit(() => nowMs, 30_000);

  it('lets five requests a second pass for ever', () => {
    const gate = limit();
    const admitted = Array.from({ length: 100 }, () => {
      nowMs += 201;
      return gate.admits();
    });
    expect(admitted).not.toContain(false);
  });

  it('refuses the sixth within a second, and everything for the penalty after that', () => {
    const gate = limit();
    expect(Array.from({ length: 6 }, () => gate.admits())).toEqual([true, true, true, true, true, false]);
    nowMs += 29_999;
    expect(gate.admits()).toBe(false);
    nowMs += 1;
    expect(gate.admits()).toBe(true);
  });
});
