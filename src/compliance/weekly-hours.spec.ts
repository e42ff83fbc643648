import { parseCallingHours, WeeklyHours } from '../config/calling-hours';
import { dialableHours, intersectHours } from './weekly-hours';

function hours(text: string): WeeklyHours {
  return parseCallingHours(text) ?? [];
}

describe('dialableHours', () => {
  it('ends a minute before the window closes', () => {
    expect(dialableHours(hours('mon 10:00-13:00,14:00-20:00'))[0]).toEqual([
      { startMinute: 600, endMinute: 779 },
      { startMinute: 840, endMinute: 1_199 },
    ]);
  });

  it('leaves out a window that is no longer than ringing', () => {
    expect(dialableHours(hours('mon 10:00-10:01'))[0]).toEqual([]);
  });

  it('does not end where the next window begins, be it after midnight', () => {
    expect(dialableHours(hours('mon 12:00-15:00,10:00-12:00'))[0]).toEqual([
      { startMinute: 600, endMinute: 899 },
    ]);
    const week = dialableHours(hours('sat-sun 00:00-24:00; mon 00:00-01:00'));
    expect(week[6]).toEqual([{ startMinute: 0, endMinute: 1_440 }]);
    expect(week[0]).toEqual([{ startMinute: 0, endMinute: 59 }]);
    expect(dialableHours(hours('mon 22:00-24:00'))[0]).toEqual([{ startMinute: 1_320, endMinute: 1_439 }]);
  });
});

describe('intersectHours', () => {
  it('keeps what lies in both, day by day', () => {
    const both = intersectHours(
      hours('mon-tue 08:00-21:00'),
      hours('mon 09:00-12:00,13:00-22:00; wed 09:00-10:00'),
    );
    expect(both).toEqual([
      [
        { startMinute: 540, endMinute: 720 },
        { startMinute: 780, endMinute: 1_260 },
      ],
      ...Array.from({ length: 6 }, () => []),
    ]);
  });

  it('leaves out windows that only touch', () => {
    expect(intersectHours(hours('mon 08:00-09:00'), hours('mon 09:00-10:00'))[0]).toEqual([]);
  });
});
