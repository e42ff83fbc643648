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

  it('binds the state of a postal code beside that of the area code and the stated one', () => {
    expect(codes('+12125550123', { postalCode: '10001-1234' })).toEqual(['US', 'US-NY']);
    const { binding } = read('+12125550123', { state: 'TX', postalCode: '90210' });
    expect(binding.map(({ jurisdiction, sources }) => [jurisdiction.code, sources])).toEqual([
      ['US', ['number', 'area-code', 'stated-state', 'postal-code']],
      ['US-NY', ['area-code']],
      ['US-TX', ['stated-state']],
      ['US-CA', ['postal-code']],
    ]);
    expect(codes('+12125550123', { postalCode: '20301' })).toEqual(['US', 'US-DC', 'US-NY', 'US-VA']);
    expect(codes('+447400123456', { country: 'US', postalCode: '43004' })).toEqual(['GB', 'US', 'US-OH']);
  });

  it.each(['9021', 'ABC', '00000', '09012', '96201', '34001', '96940', 'SW1A 1AA', '902101', '90210.0'])(
    'binds the strictest rules where the postal code "%s" cannot be read',
    (postalCode) => {
      expect(codes('+12125550123', { postalCode })).toContain('US-UNKNOWN');
      expect(codes('+12125550123', { postalCode, country: 'US' })).toContain('US-UNKNOWN');
    },
  );

  it('takes a blank postal code for none', () => {
    expect(codes('+12125550123', { postalCode: ' ' })).toEqual(['US', 'US-NY']);
  });

  it('believes a ZIP code that lost its zero where area code or state agrees, else binds the strictest too', () => {
    expect(codes('+16175550123', { postalCode: '2134' })).toEqual(['US', 'US-MA']);
    expect(codes('+12125550123', { postalCode: '2134', state: 'MA' })).toEqual(['US', 'US-MA', 'US-NY']);
    expect(codes('+12125550123', { postalCode: '2134' })).toEqual(['US', 'US-MA', 'US-NY', 'US-UNKNOWN']);
    expect(codes('+17875550123', { postalCode: '907' })).toEqual(['US', 'US-PR']);
  });

  it('binds both countries where a postal code contradicts the number or the stated country', () => {
    expect(codes('+14165550123', { postalCode: '10001' })).toEqual(['CA', 'US', 'US-NY']);
    expect(codes('+14165550123', { postalCode: '2134' })).toEqual(['CA']);
    expect(codes('+12125550123', { postalCode: 'M5V 3A8', country: 'US' })).toEqual([
      'CA',
      'US',
      'US-NY',
      'US-UNKNOWN',
    ]);
    expect(codes('+14165550123', { postalCode: 'm5v3a8' })).toEqual(['CA']);
  });

  it("does not read other countries' postal codes as ones of the United States", () => {
    expect(codes('+12125550123', { postalCode: '75001', country: 'France' })).toEqual([
      'EU',
      'FR',
      'US',
      'US-NY',
    ]);
    expect(codes('+61212345678', { postalCode: '2000', country: 'AU' })).toEqual(['AU']);
    expect(codes('+447400123456', { postalCode: 'SW1A 1AA' })).toEqual(['GB']);
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
