import { aLead, aSourceLead, aSourceLeadOf } from '../../test/support/a-lead';
import { NOON } from '../../test/support/database';
import { Lead } from './lead';
import { mergeLead, MergeResult } from './lead-merge';
import { SourceLead } from './lead-source';

const TOMORROW = new Date('2026-06-11T16:00:00Z');
const NEXT_WEEK = new Date('2026-06-17T16:00:00Z');

function merge(
  existing: Lead | undefined,
  source: SourceLead,
  pending: Record<string, unknown> = {},
): MergeResult {
  return mergeLead(existing, source, {
    campaign: 'default',
    now: new Date(NOON),
    newId: () => 'a new id',
    pending,
  });
}

/** A lead whose status the source shows as it is. */
function shown(changes: Partial<Lead>): Lead {
  return aLead({
    acknowledged: { Status: changes.status ?? 'new', 'Next Attempt At': '', 'Callback At': '' },
    ...changes,
  });
}

describe('a lead that is new to us', () => {
  it('is taken as its source has it, due now', () => {
    const { row, mirror, withdrawn } = merge(
      undefined,
      aSourceLead({ status: '', attempts: 2, notes: 'Likes tea' }),
    );
    expect(row).toMatchObject({
      id: 'a new id',
      status: 'new',
      attempts: 2,
      notes: 'Likes tea',
      due_at: new Date(NOON),
    });
    expect([mirror, withdrawn]).toEqual([false, []]);
  });

  it('has its number in one form, however it was written', () => {
    expect(merge(undefined, aSourceLead({ phone: ' (212) 555-0123 ' })).row).toMatchObject({
      phone: '+12125550123',
    });
    const german = aSourceLead({ phone: '030 12345678', country: 'DE' });
    expect(merge(undefined, german).row).toMatchObject({ phone: '+493012345678', country: 'DE' });
  });

  it('is `invalid`, with the reason for the source, when its number can not be read', () => {
    const { row, mirror } = merge(undefined, aSourceLead({ phone: 'ask at the desk' }));
    expect(row).toMatchObject({
      status: 'invalid',
      phone: null,
      status_reason: 'The phone number cannot be read',
    });
    expect(mirror).toBe(true);
  });

  it("waits for the time that the source names, a callback for the callback's", () => {
    const times = { nextAttemptAt: TOMORROW, callbackAt: NEXT_WEEK };
    expect(merge(undefined, aSourceLead({ status: 'retry', ...times })).row).toMatchObject({
      due_at: TOMORROW,
    });
    expect(merge(undefined, aSourceLead({ status: 'Callback', ...times })).row).toMatchObject({
      status: 'callback',
      due_at: NEXT_WEEK,
      callback_at: NEXT_WEEK,
    });
  });

  it('goes before a person when it was in progress before we knew it', () => {
    const { row, mirror } = merge(undefined, aSourceLead({ status: 'in progress' }));
    expect(row).toMatchObject({ status: 'needs review' });
    expect(mirror).toBe(true);
  });

  it('is left alone where a person has put a word of their own', () => {
    const { row, mirror } = merge(undefined, aSourceLead({ status: 'Golf partner' }));
    expect([row.status, mirror]).toEqual(['left alone', false]);
  });
});

describe('a lead that we know', () => {
  it('takes the facts about the person from the source, and keeps its own progress', () => {
    const lead = shown({ status: 'retry', attempts: 2, failures: 1, due_at: TOMORROW });
    const source = aSourceLeadOf(lead, { doNotCall: true, consent: 'none', attempts: 7, name: 'Eve' });
    expect(merge(lead, source).row).toMatchObject({
      ...{ do_not_call: true, consent: 'none', name: 'Eve' },
      ...{ status: 'retry', attempts: 2, failures: 1, due_at: TOMORROW },
    });
  });

  it('gives the same row when the same record comes again', () => {
    const lead = shown({ status: 'called', attempts: 1 });
    const source = aSourceLeadOf(lead, { status: 'new' });
    const once = merge(lead, source);
    const acknowledged = { Status: 'new', 'Next Attempt At': '', 'Callback At': '' };
    const again = merge({ ...lead, ...once.row, fields: {}, acknowledged } as Lead, source);
    expect({ ...again.row, fields: 0, acknowledged: 0 }).toEqual({ ...once.row, fields: 0, acknowledged: 0 });
    expect(again.withdrawn).toEqual([]);
  });

  it('is `new` again once an unreadable number was corrected, and stays `invalid` while it was not', () => {
    const lead = shown({ status: 'invalid', phone: null, status_reason: 'The phone number cannot be read' });
    const corrected = merge(lead, aSourceLeadOf(lead, { phone: '+12125550123' }));
    expect(corrected.row).toMatchObject({ status: 'new', status_reason: null, phone: '+12125550123' });
    expect(corrected.mirror).toBe(true);
    expect(merge(lead, aSourceLeadOf(lead, { phone: 'still not' })).row.status).toBe('invalid');
  });

  it('is not dialed at a number where somebody else was reached, even if a person asks for it', () => {
    const wrong = { phone: '+12125550123', wrong_numbers: ['+12125550123', '+12125550124'] };
    const lead = shown({ status: 'invalid', ...wrong });
    const asked = merge(lead, aSourceLeadOf(lead, { status: 'new' }));
    expect([asked.row.status, asked.row.status_reason, asked.mirror]).toEqual([
      ...['invalid', expect.stringContaining('Somebody else was reached'), true],
    ]);
    expect(asked.row).not.toHaveProperty('wrong_numbers');
    const otherWrong = aSourceLeadOf(lead, { phone: '+12125550124' });
    expect(merge(lead, otherWrong).row.status).toBe('invalid');
    const right = aSourceLeadOf(lead, { phone: '+12125550125' });
    expect(merge(lead, right).row).toMatchObject({ status: 'new', status_reason: null });
  });

  it('stays `invalid` while the number that the carrier refused stands', () => {
    const lead = shown({ status: 'invalid', phone: '+12125550123' });
    expect(merge(lead, aSourceLeadOf(lead)).row.status).toBe('invalid');
  });

  it("keeps a word of a person's own, and takes back what we were about to write over it", () => {
    const lead = shown({ status: 'retry', acknowledged: { Status: 'in progress' } });
    const { row, withdrawn } = merge(lead, aSourceLeadOf(lead, { status: 'ask Bob' }), { Status: 'retry' });
    expect([row.status, withdrawn]).toEqual(['left alone', ['Status']]);
  });

  it('begins anew, with all its attempts, when a person writes `new` or clears the cell', () => {
    for (const status of ['new', 'NEW ', '']) {
      const lead = shown({ status: 'exhausted', attempts: 3, failures: 2, status_reason: 'x' });
      expect(merge(lead, aSourceLeadOf(lead, { status })).row).toMatchObject({
        status: 'new',
        attempts: 0,
        failures: 0,
        status_reason: null,
        due_at: new Date(NOON),
      });
    }
  });

  it('does not take a write of ours that still waits, or whose answer was lost, for an edit', () => {
    const lead = shown({ status: 'retry', due_at: TOMORROW, acknowledged: { Status: 'in progress' } });
    const pending = { Status: 'retry', 'Next Attempt At': TOMORROW.toISOString(), 'Callback At': null };
    const unwritten = merge(lead, aSourceLeadOf(lead), pending);
    expect([unwritten.row.status, unwritten.row.due_at, unwritten.withdrawn]).toEqual([
      'retry',
      TOMORROW,
      [],
    ]);
    const written = merge(lead, aSourceLeadOf(lead, { status: 'retry', nextAttemptAt: TOMORROW }), pending);
    expect([written.row.status, written.row.due_at, written.withdrawn]).toEqual(['retry', TOMORROW, []]);
  });

  it('lets what follows `in progress` be written even if we never heard that `in progress` was', () => {
    const lead = shown({ status: 'new', acknowledged: { Status: 'new' } });
    const { row, withdrawn } = merge(lead, aSourceLeadOf(lead, { status: 'in progress' }), { Status: 'new' });
    expect([row.status, withdrawn]).toEqual(['new', []]);
  });

  it('is not stranded by a stale record that still says `in progress`', () => {
    const lead = shown({ status: 'called', acknowledged: { Status: 'called' } });
    expect(merge(lead, aSourceLeadOf(lead, { status: 'in progress' })).row.status).toBe('called');
  });

  it('can be returned to dialing by hand when it went before a person as stranded', () => {
    const lead = shown({ status: 'needs review', acknowledged: { Status: 'needs review' } });
    expect(merge(lead, aSourceLeadOf(lead, { status: 'retry' })).row.status).toBe('retry');
  });

  it('is dialed at the time that a person moved it to', () => {
    const retry = shown({
      status: 'retry',
      due_at: NEXT_WEEK,
      acknowledged: { Status: 'retry', 'Next Attempt At': NEXT_WEEK.toISOString() },
    });
    const sooner = merge(retry, aSourceLeadOf(retry, { nextAttemptAt: TOMORROW }));
    expect([sooner.row.due_at, sooner.withdrawn]).toEqual([TOMORROW, ['Next Attempt At']]);
    const callback = shown({
      status: 'callback',
      due_at: TOMORROW,
      callback_at: TOMORROW,
      acknowledged: { Status: 'callback', 'Callback At': TOMORROW.toISOString() },
    });
    const later = merge(callback, aSourceLeadOf(callback, { callbackAt: NEXT_WEEK }));
    expect(later.row).toMatchObject({ due_at: NEXT_WEEK, callback_at: NEXT_WEEK });
  });

  it('is due now when a person clears the time of its next attempt', () => {
    const lead = shown({
      status: 'retry',
      due_at: NEXT_WEEK,
      acknowledged: { Status: 'retry', 'Next Attempt At': NEXT_WEEK.toISOString() },
    });
    expect(merge(lead, aSourceLeadOf(lead)).row.due_at).toEqual(new Date(NOON));
  });

  it('does not come forward because somebody noted a callback on a lead that waits for a retry', () => {
    const lead = shown({ status: 'retry', due_at: TOMORROW, acknowledged: { Status: 'in progress' } });
    const pending = { Status: 'retry', 'Next Attempt At': TOMORROW.toISOString() };
    const { row } = merge(lead, aSourceLeadOf(lead, { callbackAt: NEXT_WEEK }), pending);
    expect(row).toMatchObject({ status: 'retry', due_at: TOMORROW, callback_at: NEXT_WEEK });
  });

  it('comes back when its record does, unedited, after it was missing from the source', () => {
    const lead = aLead({
      status: 'left alone',
      status_reason: 'No longer in the lead source',
      acknowledged: { Status: 'retry' },
    });
    const { row } = merge(lead, aSourceLeadOf(lead, { status: 'retry' }));
    expect([row.status, row.status_reason]).toEqual(['retry', null]);
  });
});

describe('a lead with a call in hand', () => {
  const inHand = () => shown({ status: 'in progress', attempts: 1 });

  it.each(['', 'new', 'retry', 'callback'])(
    'is not dialed a second time because somebody writes %p',
    (status) => {
      expect(merge(inHand(), aSourceLeadOf(inHand(), { status })).row).toMatchObject({
        status: 'in progress',
        attempts: 1,
      });
    },
  );

  it.each([
    ['stop', 'left alone'],
    ['opted out', 'opted out'],
    ['Called', 'called'],
    ['blocked', 'blocked'],
  ])('follows a person who writes %p', (word, status) => {
    expect(merge(inHand(), aSourceLeadOf(inHand(), { status: word })).row.status).toBe(status);
  });
});
