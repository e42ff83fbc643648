import { LineSignal } from './line-signal';

describe('LineSignal', () => {
  it('tells its listener each time, and bears having none', () => {
    const signal = new LineSignal();
    const heard: string[] = [];
    signal.freed('one');
    signal.onFree((call) => heard.push(call));
    signal.freed('two');
    signal.freed('three');
    expect(heard).toEqual(['two', 'three']);
  });

  it('wakes whoever waits for the next line, not for the last', async () => {
    const signal = new LineSignal();
    signal.freed('one');
    const woken: string[] = [];
    const waiting = signal.next().then(() => woken.push('waiting'));
    await Promise.resolve();
    expect(woken).toEqual([]);
    signal.freed('two');
    await waiting;
    expect(woken).toEqual(['waiting']);
  });
});
