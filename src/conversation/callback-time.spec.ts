import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { readCallbackTime } from './callback-time';
import examples from './times/examples.json';

const ZONE = 'America/New_York';
/** A Tuesday, 11:10. */
const NOW = new Date('2026-11-24T16:10:00Z');

function read(words: string, local = '2026-11-24T11:10', zone = ZONE) {
  const found = readCallbackTime(words, { now: DateTime.fromISO(local, { zone }).toJSDate(), zone });
  return found && { ...found, local: DateTime.fromJSDate(found.at, { zone }).toFormat('yyyy-MM-dd HH:mm') };
}

describe('readCallbackTime', () => {
  it.each(examples.map(([words = '', local, precision]) => ({ words, local, precision })))(
    'reads $words as $local',
    ({ words, local, precision }) => {
      const found = read(words);
      expect([found?.local, found?.precision]).toEqual([local, precision]);
    },
  );

  it('moves a time that is past on to the next day', () => {
    expect(read('at 3', '2026-11-24T16:00')).toMatchObject({ local: '2026-11-25 15:00' });
    expect(read('this morning or in the morning', '2026-11-24T16:00')).toMatchObject({
      local: '2026-11-25 10:00',
    });
  });

  it('takes eight for the evening once it is afternoon', () => {
    expect(read('at 8', '2026-11-24T16:00')).toMatchObject({ local: '2026-11-24 20:00' });
  });

  it('takes today’s weekday for that of next week', () => {
    expect(read('Tuesday at 3')).toMatchObject({
      local: '2026-12-01 15:00',
      assumed: expect.arrayContaining([expect.stringContaining('a week from today')]),
    });
  });

  it('says what it took for granted', () => {
    expect(read('tomorrow')?.assumed).toEqual(['10:00, as no time was named']);
    expect(read('tomorrow at 3')?.assumed).toEqual(['15:00, as neither morning nor afternoon was named']);
    expect(read('tomorrow at 3 pm')?.assumed).toEqual([]);
    expect(read('tomorrow or Friday at 3 pm')?.assumed).toEqual([
      'more than one day was named; the first is taken',
    ]);
  });

  it('keeps the hour of the clock over a change of the clocks', () => {
    expect(read('tomorrow at 3 pm', '2026-10-31T12:00')?.at).toEqual(new Date('2026-11-01T20:00:00Z'));
    expect(read('in 24 hours', '2026-10-31T12:00')).toMatchObject({ local: '2026-11-01 11:00' });
  });

  it('says so where the clocks skip the hour that was named', () => {
    expect(read('tomorrow at 2:30 am', '2027-03-13T12:00')).toMatchObject({
      local: '2027-03-14 03:30',
      assumed: ['the clocks change on that day, and that hour does not exist'],
    });
  });

  it('reads the time in the zone of the person', () => {
    const found = readCallbackTime('mañana a las 5', { now: NOW, zone: 'Europe/Madrid' });
    expect(found?.at).toEqual(new Date('2026-11-25T16:00:00Z'));
  });

  it('reads nothing in a zone that does not exist', () => {
    expect(readCallbackTime('tomorrow', { now: NOW, zone: 'Mars/Olympus' })).toBeUndefined();
  });

  it('never names an instant that is past, whatever is said and when', () => {
    const words = fc.array(fc.constantFrom(...examples.flatMap(([text = '']) => text.split(' '))), {
      maxLength: 8,
    });
    const zones = fc.constantFrom(
      ZONE,
      'Europe/Berlin',
      'Asia/Kolkata',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 2 * 366 * 24 * 60 }), zones, (said, minutes, zone) => {
        const now = new Date(NOW.getTime() + minutes * 60_000);
        const found = readCallbackTime(said.join(' '), { now, zone });
        if (found) expect(found.at.getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 1_000 },
    );
  });
});
