import { parseCallingHours } from '../config/calling-hours';
import { nextLegalInstant } from './next-legal-instant';
import { CallPolicy } from './rule-context';
import { aContext } from './rule-context.factory';

function nextLegal(phone: string, earliest: string, hours = '', timezone?: string): string | undefined {
  const context = aContext({ phone, timezone });
  const withHours: CallPolicy = { ...context.policy, callingHours: parseCallingHours(hours) };
  return nextLegalInstant(context, withHours, new Date(earliest))?.toISOString();
}

describe('nextLegalInstant', () => {
  it('is when the law opens where the number lies', () => {
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z')).toBe('2026-06-10T12:00:00.000Z');
    expect(nextLegal('+18085550123', '2026-06-10T05:00:00Z')).toBe('2026-06-10T05:00:00.000Z');
    expect(nextLegal('+919876543210', '2026-06-10T00:00:00Z')).toBe('2026-06-10T04:30:00.000Z');
  });

  it('waits for the last of several zones', () => {
    expect(nextLegal('+18505550123', '2026-06-10T05:00:00Z')).toBe('2026-06-10T13:00:00.000Z');
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z', '', 'Pacific/Honolulu')).toBe(
      '2026-06-10T18:00:00.000Z',
    );
  });

  it("is narrowed by the campaign's hours and never widened", () => {
    expect(nextLegal('+12125550123', '2026-06-13T05:00:00Z', 'mon-fri 09:30-18:00')).toBe(
      '2026-06-15T13:30:00.000Z',
    );
    expect(nextLegal('+12125550123', '2026-06-13T05:00:00Z', 'mon-sun 00:00-24:00')).toBe(
      '2026-06-13T12:00:00.000Z',
    );
  });

  it('passes over holidays and the days off around them', () => {
    // Pioneer Day is a Friday in Utah, and its Sundays are closed: the Saturday between them is not.
    expect(nextLegal('+18015550123', '2026-07-24T16:00:00Z')).toBe('2026-07-25T14:00:00.000Z');
    expect(nextLegal('+33142685300', '2026-12-24T20:00:00Z')).toBe('2026-12-28T09:00:00.000Z');
  });

  it('is found beyond weeks of holidays on the only day on which a campaign calls', () => {
    expect(nextLegal('+15045550123', '2026-12-19T00:00:00Z', 'fri 10:00-12:00')).toBe(
      '2027-01-15T16:00:00.000Z',
    );
  });

  it('does not exist where the law is not known', () => {
    expect(nextLegal('+34912345678', '2026-06-10T05:00:00Z')).toBeUndefined();
  });

  it('does not exist for hours outside the law, for unknown zones and for no instant', () => {
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z', 'mon-sun 21:00-23:00')).toBeUndefined();
    expect(nextLegal('+12115550123', '2026-06-10T05:00:00Z')).toBeUndefined();
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z', '', 'Eastern-ish')).toBeUndefined();
    const context = aContext();
    expect(nextLegalInstant(context, context.policy, new Date(NaN))).toBeUndefined();
  });
});
