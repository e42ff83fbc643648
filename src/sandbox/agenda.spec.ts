import { Agenda } from './agenda';

describe('Agenda', () => {
  let nowMs: number;
  let realMs: number;
  let kept: string[];
  let agenda: Agenda;

  const at = (ms: number): Date => new Date(ms);
  const open = (speed: number): void => {
    agenda = new Agenda({ now: () => at(nowMs), speed }, () => realMs);
  };

  beforeEach(() => {
    nowMs = 1_000_000;
    realMs = 0;
    kept = [];
  });
  afterEach(() => agenda.close());

  it('keeps appointments in the order of their instants, not of their making', () => {
    open(0);
    agenda.add(at(nowMs + 2000), () => kept.push('later'));
    agenda.add(at(nowMs + 1000), () => kept.push('sooner'));
    nowMs += 5000;
    agenda.runDue();
    expect(kept).toEqual(['sooner', 'later']);
  });

  it('keeps nothing before its time', () => {
    open(1);
    agenda.add(at(nowMs + 1000), () => kept.push('early'));
    nowMs += 999;
    realMs += 999;
    agenda.runDue();
    expect(kept).toEqual([]);
    expect(agenda.nextAt()).toEqual(at(1_001_000));
  });

  it('goes by real time and speed when the clock stands still', () => {
    open(30);
    agenda.add(at(nowMs + 60_000), () => kept.push('minute'));
    realMs = 1999;
    agenda.runDue();
    expect(kept).toEqual([]);
    realMs = 2000;
    agenda.runDue();
    expect(kept).toEqual(['minute']);
  });

  it('leaves real time out of account at speed 0', () => {
    open(0);
    agenda.add(at(nowMs + 1), () => kept.push('never'));
    realMs = 1e12;
    agenda.runDue();
    expect(kept).toEqual([]);
  });

  it('forgets a cancelled appointment', () => {
    open(0);
    const cancel = agenda.add(at(nowMs), () => kept.push('cancelled'));
    cancel();
    agenda.runDue();
    expect(kept).toEqual([]);
    expect(agenda.nextAt()).toBeUndefined();
  });
});
