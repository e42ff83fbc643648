import { LineSignal } from './line-signal';

describe('LineSignal', () => {
  it('tells its listener each time, and bears having none', () => {
    const signal = new LineSignal();
    let heard = 0;
    signal.freed();
    signal.onFree(() => (heard += 1));
    signal.freed();
    signal.freed();
    expect(heard).toBe(2);
  });
});
