import fc from 'fast-check';
import { NumberSlots } from './number-slots';

describe('NumberSlots', () => {
  it('gives equal numbers the same slot and others others, however many there are', () => {
    const keys = fc.array(fc.oneof(fc.integer({ min: 1e10, max: 1e10 + 50_000 }), fc.string()), {
      maxLength: 9_000,
    });
    fc.assert(
      fc.property(keys, (all) => {
        const slots = new NumberSlots();
        const given = all.map((key) => slots.findOrAdd(key));
        const wanted = new Map<number | string, number>();
        for (const key of all) if (!wanted.has(key)) wanted.set(key, wanted.size);
        expect(given).toEqual(all.map((key) => wanted.get(key)));
        expect(all.map((key) => slots.find(key))).toEqual(given);
        expect(slots.size).toBe(wanted.size);
        expect(slots.find(12)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('grows beyond its first size', () => {
    const slots = new NumberSlots();
    for (let number = 0; number < 20_000; number += 1) slots.findOrAdd(12_120_000_000 + number * 7);
    expect(slots.size).toBe(20_000);
    expect(slots.find(12_120_000_000 + 19_999 * 7)).toBe(19_999);
    expect(slots.another()).toBe(20_000);
  });
});
