import {
  isDialable,
  LEAD_STATUSES,
  LEAD_TRANSITIONS,
  LeadStatus,
  mayBecome,
  readStatus,
} from './lead-status';

describe('readStatus', () => {
  it.each<[string, LeadStatus]>([
    ['', 'new'],
    ['   ', 'new'],
    ['New', 'new'],
    [' CALLBACK ', 'callback'],
    ['In Progress', 'in progress'],
    ['opted out', 'opted out'],
    ['opted-out', 'left alone'],
    ['call her in spring', 'left alone'],
    ['constructor', 'left alone'],
  ])('reads %p as %s', (word, status) => {
    expect(readStatus(word)).toBe(status);
  });
});

describe('the transition table', () => {
  it('names only statuses that there are, and none as its own successor', () => {
    for (const from of LEAD_STATUSES) {
      for (const to of LEAD_TRANSITIONS[from]) expect(LEAD_STATUSES).toContain(to);
      expect(mayBecome(from, from)).toBe(false);
    }
  });

  it('leads out of every status to `opted out`, and out of `opted out` to nowhere', () => {
    for (const from of LEAD_STATUSES) expect(mayBecome(from, 'opted out')).toBe(from !== 'opted out');
    expect(LEAD_TRANSITIONS['opted out']).toEqual([]);
  });

  it('leads to a dialable status only from a call in hand', () => {
    for (const from of LEAD_STATUSES) {
      const dialable = LEAD_TRANSITIONS[from].filter(isDialable);
      expect(dialable.length > 0).toBe(from === 'in progress');
    }
  });

  it('never begins a call for a lead that is not dialable', () => {
    for (const from of LEAD_STATUSES) expect(mayBecome(from, 'in progress')).toBe(isDialable(from));
  });
});
