import { RunningClock, SystemClock } from './clock';
import { FakeClock } from './fake-clock';

const START = '2026-11-24T17:00:00.000Z';

/** Waits until some real time has passed; returns how much (ms). */
function spend(ms: number): number {
  const begunAt = performance.now();
  while (performance.now() - begunAt < ms);
  return performance.now() - begunAt;
}

describe('RunningClock', () => {
  it('starts where it is told to', () => {
    const passed = new RunningClock(new Date(START)).now().getTime() - Date.parse(START);
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThan(1_000);
  });

  it('runs as many times faster as it is told to', () => {
    const clock = new RunningClock(new Date(START), 3_600);
    const before = clock.now().getTime();
    const spentMs = spend(5);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(spentMs * 3_600 - 1);
    expect(clock.speed).toBe(3_600);
  });
});

describe('SystemClock', () => {
  it("tells the machine's time at real speed", () => {
    const before = Date.now();
    const now = new SystemClock().now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    expect(new SystemClock().speed).toBe(1);
  });
});

describe('FakeClock', () => {
  it('stands still until it is moved', () => {
    const clock = new FakeClock(START);
    spend(2);
    expect(clock.now().toISOString()).toBe(START);
    clock.advance(90_000);
    expect(clock.now().toISOString()).toBe('2026-11-24T17:01:30.000Z');
    clock.set('2027-01-01T00:00:00Z');
    expect(clock.now().toISOString()).toBe('2027-01-01T00:00:00.000Z');
  });

  it('gives each caller a date of its own', () => {
    const clock = new FakeClock(START);
    clock.now().setFullYear(1999);
    expect(clock.now().toISOString()).toBe(START);
  });
});
