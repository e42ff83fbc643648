import { Rush } from './rush';

/** @param everyMs between two webhooks */
function after(count: number, everyMs: number, rush = new Rush()): Rush {
  for (let nth = 0; nth < count; nth += 1) rush.note(nth * everyMs);
  return rush;
}

describe('Rush', () => {
  it('lets settling go on while webhooks come as calls make them', () => {
    expect(after(200, 50).waitMs(200 * 50)).toBe(0);
  });

  it('has settling wait while many come at once, and no longer', () => {
    const rush = after(20, 2);
    expect(rush.waitMs(40)).toBeGreaterThan(0);
    expect(rush.isOn(40)).toBe(true);
    expect(rush.waitMs(150)).toBe(0);
    expect(rush.isOn(150)).toBe(false);
  });

  it('does not have settling wait for ever', () => {
    expect(after(4_900, 2).waitMs(4_900 * 2)).toBeGreaterThan(0);
    const lasting = after(5_100, 2);
    expect(lasting.waitMs(5_100 * 2)).toBe(0);
    expect(lasting.isOn(5_100 * 2)).toBe(true);
  });

  it('is patient anew with the next rush', () => {
    const rush = after(5_100, 2);
    const later = 60_000;
    for (let nth = 0; nth < 20; nth += 1) rush.note(later + nth);
    expect(rush.waitMs(later + 20)).toBeGreaterThan(0);
  });
});
