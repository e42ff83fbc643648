import fc from 'fast-check';
import { Agenda } from './agenda';

describe('Agenda', () => {
  it('gives out what was put down in order of time, and at one instant in the order of putting down', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (instants) => {
        const agenda = new Agenda<number>();
        for (const [serial, at] of instants.entries()) agenda.put(at, serial);
        const taken = instants.map(() => agenda.take());
        const wanted = instants
          .map((atMs, event) => ({ atMs, event }))
          .toSorted((one, other) => one.atMs - other.atMs);
        expect(taken.map((one) => one && { atMs: one.atMs, event: one.event })).toEqual(wanted);
        expect(agenda.nextAtMs).toBe(Infinity);
        expect(agenda.take()).toBeUndefined();
      }),
    );
  });
});
