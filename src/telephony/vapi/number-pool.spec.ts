import { isAboutOurNumber, NumberPool } from './number-pool';

const after = (minutes: number) => new Date(Date.parse('2026-11-24T15:00:00Z') + minutes * 60_000);
const awake = (pool: NumberPool, minutes: number) => pool.available(after(minutes)).map(({ id }) => id);

describe('NumberPool', () => {
  it('tells of every number, with what VAPI has told of it', () => {
    const pool = new NumberPool(['a', 'b']);
    pool.learn('b', '+12125550100');
    expect(pool.available(after(0))).toEqual([
      { id: 'a', number: undefined },
      { id: 'b', number: '+12125550100' },
    ]);
  });

  it('lets a refused number rest, each time for twice as long, while the others go on', () => {
    const pool = new NumberPool(['a', 'b']);
    pool.rest('a', after(0));
    expect([awake(pool, 4), awake(pool, 5)]).toEqual([['b'], ['a', 'b']]);
    pool.rest('a', after(5));
    expect([awake(pool, 14), awake(pool, 15)]).toEqual([['b'], ['a', 'b']]);
  });

  it('counts refusals that come while it rests as the one that they are', () => {
    const pool = new NumberPool(['a']);
    for (const minute of [0, 1, 4]) pool.rest('a', after(minute));
    expect(awake(pool, 5)).toEqual(['a']);
  });

  it('begins anew with a number that has worked', () => {
    const pool = new NumberPool(['a']);
    pool.rest('a', after(0));
    pool.rest('a', after(5));
    expect([pool.works('a'), pool.works('a')]).toEqual([true, false]);
    pool.rest('a', after(60));
    expect(awake(pool, 65)).toEqual(['a']);
  });
});

describe('isAboutOurNumber', () => {
  it.each([
    ["Couldn't Get Phone Number. `phoneNumberId` Does Not Exist.", true],
    ['Numbers bought here have a daily outbound call limit', true],
    ["Vapi Numbers Can't Dial Outbound Yet", true],
    ['customer.number must be a valid phone number in the E.164 format', false],
    ['Insufficient credits.', false],
    ["Couldn't Get Assistant. `assistantId` Does Not Exist.", false],
  ])('reads %p as %p', (reason, answer) => {
    expect(isAboutOurNumber(reason)).toBe(answer);
  });
});
