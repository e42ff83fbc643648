import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, journaledTime } from './journal';

describe('Journal', () => {
  let directory: string;
  let now: Date;
  const clock = { now: () => now, speed: 1 };
  const open = (): Journal => new Journal(directory, clock);
  const file = (): string => join(directory, 'journal.jsonl');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'journal-'));
    now = new Date('2026-11-23T15:00:00.000Z');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('gives back the last value of each thing, without having been closed', () => {
    const killed = open();
    killed.write('row', 'a', { turn: 1 });
    killed.write('row', 'b', { turn: 1 });
    killed.write('row', 'a', { turn: 2 });
    killed.write('row', 'b', null);
    const next = open();
    expect(next.load('row')).toEqual([['a', { turn: 2 }]]);
    killed.close();
    next.close();
  });

  it('passes over a line that a kill has torn', () => {
    const killed = open();
    killed.write('row', 'a', 1);
    appendFileSync(file(), '{"at":"2026-11-23T15:00:01.000Z","kind":"row","id":"a","val');
    const next = open();
    expect(next.load('row')).toEqual([['a', 1]]);
    next.write('row', 'b', 2);
    killed.close();
    next.close();
    const last = open();
    expect(last.load('row')).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    last.close();
  });

  it('does not grow over restarts', () => {
    const first = open();
    for (let turn = 0; turn < 50; turn += 1) first.write('row', 'a', turn);
    first.close();
    open().close();
    expect(readFileSync(file(), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('tells the business time at which it stopped', () => {
    expect(journaledTime(directory)).toBeUndefined();
    const killed = open();
    now = new Date('2026-11-23T15:07:30.250Z');
    killed.write('row', 'a', 1);
    expect(journaledTime(directory)).toEqual(now);
    const stoppedAt = now;
    now = new Date('2026-11-23T15:07:31.000Z');
    killed.close();
    expect(journaledTime(directory)).toEqual(now);
    expect(now.getTime()).toBeGreaterThan(stoppedAt.getTime());
  });

  it('keeps nothing without a directory', () => {
    const journal = new Journal(undefined, clock);
    journal.write('row', 'a', 1);
    expect(journal.load('row')).toEqual([]);
    journal.close();
  });
});
