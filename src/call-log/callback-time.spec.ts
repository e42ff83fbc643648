import { wantedTime } from './callback-time';
import { Hearer } from './outcome';

const NOW = new Date('2026-06-10T16:00:00Z');
const AT = new Date('2026-06-12T14:00:00Z');
const EAST = ['America/New_York'];
const wanted = (wish: Parameters<typeof wantedTime>[0], zones: readonly string[] = EAST) =>
  wantedTime(wish, { zones, now: NOW } satisfies Hearer);

describe('wantedTime', () => {
  it("takes the person's own words in their own zone over what the agent has reckoned", () => {
    const three = new Date('2026-06-11T19:00:00Z');
    expect(wanted({ words: 'tomorrow at three pm' })).toEqual(three);
    expect(wanted({ words: 'tomorrow at three pm', at: AT })).toEqual(three);
  });

  it('takes the instant of the agent where the words name no time of day, or none at all', () => {
    expect(wanted({ words: 'on Friday', at: AT })).toEqual(AT);
    expect(wanted({ words: 'whenever', at: AT })).toEqual(AT);
    expect(wanted({ at: AT })).toEqual(AT);
  });

  it('takes the words alone where there is no instant', () => {
    expect(wanted({ words: 'tomorrow morning' })).toEqual(new Date('2026-06-11T14:00:00Z'));
  });

  it.each([[['America/New_York', 'America/Chicago']], [[]]])(
    'asks for the zone where the words mean different instants: %j',
    (zones) => {
      expect(wanted({ words: 'tomorrow at three pm' }, zones)).toBe('which-zone');
      expect(wanted({ words: 'tomorrow at three pm', at: AT }, zones)).toEqual(AT);
    },
  );

  it('needs no zone for what is the same in all of them', () => {
    const zones = ['America/New_York', 'America/Chicago'];
    expect(wanted({ words: 'in two hours' }, zones)).toEqual(new Date('2026-06-10T18:00:00Z'));
  });

  it.each([[{}], [{ words: 'whenever' }], [{ at: new Date('2026-06-10T15:59:00Z') }]])(
    'understands nothing of %j',
    (wish) => {
      expect(wanted(wish)).toBeUndefined();
    },
  );
});
