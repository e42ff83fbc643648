import { parseCallingHours } from '../config/calling-hours';
import { nextLegalInstant } from './next-legal-instant';
import { CallPolicy } from './rule-context';
import { aContext } from './rule-context.factory';

function nextLegal(phone: string, earliest: string, hours = '', timezone?: string): string | undefined {
  const { zones, policy } = aContext({ phone, timezone });
  const withHours: CallPolicy = { ...policy, callingHours: parseCallingHours(hours) };
  return nextLegalInstant(zones, withHours, new Date(earliest))?.toISOString();
}

describe('nextLegalInstant', () => {
  it('is eight in the morning where the number lies', () => {
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z')).toBe('2026-06-10T12:00:00.000Z');
    expect(nextLegal('+18085550123', '2026-06-10T05:00:00Z')).toBe('2026-06-10T05:00:00.000Z');
    expect(nextLegal('+919876543210', '2026-06-10T00:00:00Z')).toBe('2026-06-10T02:30:00.000Z');
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

  it('does not exist for hours outside the law, for unknown zones and for no instant', () => {
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z', 'mon-sun 21:00-23:00')).toBeUndefined();
    expect(nextLegal('+12115550123', '2026-06-10T05:00:00Z')).toBeUndefined();
    expect(nextLegal('+12125550123', '2026-06-10T05:00:00Z', '', 'Eastern-ish')).toBeUndefined();
    const { zones, policy } = aContext();
    expect(nextLegalInstant(zones, policy, new Date(NaN))).toBeUndefined();
  });
});
