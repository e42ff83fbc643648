import { CallSubject } from './decision';
import { JurisdictionReading } from './jurisdictions-of';
import { aContext } from './rule-context.factory';

function read(phone: string, stated: Partial<CallSubject> = {}): JurisdictionReading {
  return aContext({ phone, ...stated }).jurisdictions;
}

function codes(phone: string, stated: Partial<CallSubject> = {}): string[] {
  return read(phone, stated)
    .binding.map(({ jurisdiction }) => jurisdiction.code)
    .toSorted();
}

describe('jurisdictionsOf', () => {
  it('binds the federal law and that of the area code', () => {
    expect(codes('+12125550123')).toEqual(['US', 'US-NY']);
    expect(codes('+17875550123')).toEqual(['US', 'US-PR']);
    expect(codes('+16715550123')).toEqual(['US', 'US-GU']);
  });

  it.each(['TX', 'tx', 'US-TX', 'Texas', ' texas '])('reads the stated state "%s"', (state) => {
    expect(codes('+12145550123', { state })).toEqual(['US', 'US-TX']);
  });

  it('binds both where the stated state contradicts the area code, and says why each does', () => {
    const { binding, fault } = read('+12125550123', { state: 'Texas', country: 'USA' });
    expect(fault).toBeUndefined();
    expect(binding.map(({ jurisdiction, sources }) => [jurisdiction.code, sources])).toEqual([
      ['US', ['number', 'area-code', 'stated-country', 'stated-state']],
      ['US-NY', ['area-code']],
      ['US-TX', ['stated-state']],
    ]);
  });

  it('binds the strictest rules where the state cannot be read', () => {
    expect(codes('+12125550123', { state: 'Nowhere' })).toEqual(['US', 'US-NY', 'US-UNKNOWN']);
    expect(codes('+12125550123', { state: ' ' })).toEqual(['US', 'US-NY']);
  });

  it('binds the strictest rules where no state is known', () => {
    expect(codes('+14165550123', { country: 'US' })).toEqual(['CA', 'US', 'US-UNKNOWN']);
    expect(codes('+18005550123', { country: 'US' })).toContain('US-UNKNOWN');
    expect(codes('+447400123456', { country: 'US', state: 'Ohio' })).toEqual(['GB', 'US', 'US-OH']);
  });

  it.each([
    ['+14165550123', ['CA']],
    ['+447400123456', ['GB']],
    ['+4915123456789', ['DE', 'EU']],
    ['+33142685300', ['EU', 'FR']],
    ['+61212345678', ['AU']],
    ['+919876543210', ['IN']],
  ])('binds the law of the country of %s', (phone, expected) => {
    expect(codes(phone)).toEqual(expected);
    expect(read(phone).fault).toBeUndefined();
  });

  it('takes a part of another country for no state of the United States', () => {
    expect(codes('+61212345678', { state: 'WA', country: 'AU' })).toEqual(['AU']);
    expect(codes('+14165550123', { state: 'ON', country: 'Canada' })).toEqual(['CA']);
    expect(codes('+14165550123', { state: 'ON' })).toEqual(['CA']);
    expect(codes('+14165550123', { state: 'OH' })).toEqual(['CA', 'US', 'US-OH']);
  });

  it('counts a stated territory as a state', () => {
    expect(codes('+12125550123', { country: 'Puerto Rico' })).toEqual(['US', 'US-NY', 'US-PR']);
  });

  it('has a fault where a country has no rules or cannot be read', () => {
    expect(read('+34912345678').fault).toBe('No rules are known for calls to the country ES');
    expect(read('+18765550123').fault).toContain('JM');
    expect(read('+12125550123', { country: 'Spain' }).fault).toContain('ES');
    expect(read('+12125550123', { country: 'Nowhere' }).fault).toBe('The stated country cannot be read');
    expect(read('nonsense').fault).toBeDefined();
    expect(codes('+12125550123', { country: 'Spain' })).toEqual(['US', 'US-NY']);
  });
});
