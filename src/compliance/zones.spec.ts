import { CallSubject } from './decision';
import { aContext } from './rule-context.factory';
import { readZones } from './zones';

describe('readZones', () => {
  it('takes the zones of the area code for a number of +1', () => {
    expect(readZones('+12125550123', 'US', undefined)).toEqual({
      zones: [{ zone: 'America/New_York', sources: ['area-code'] }],
      fault: undefined,
    });
  });

  it('takes all zones of the country for any other number', () => {
    const { zones, fault } = readZones('+61212345678', 'AU', undefined);
    expect(fault).toBeUndefined();
    expect(zones).toContainEqual({ zone: 'Australia/Perth', sources: ['country'] });
    expect(zones).toContainEqual({ zone: 'Australia/Lord_Howe', sources: ['country'] });
  });

  it('adds a stated zone to those of the number and never puts it in their place', () => {
    expect(readZones('+12125550123', 'US', ' America/Los_Angeles ').zones).toEqual([
      { zone: 'America/New_York', sources: ['area-code'] },
      { zone: 'America/Los_Angeles', sources: ['stated'] },
    ]);
  });

  it('names both sources of a zone that is stated and of the number', () => {
    expect(readZones('+12125550123', 'US', 'America/New_York').zones).toEqual([
      { zone: 'America/New_York', sources: ['stated', 'area-code'] },
    ]);
  });

  it('takes a blank statement for none', () => {
    expect(readZones('+12125550123', 'US', '  ').fault).toBeUndefined();
  });

  it('finds fault with a stated zone that does not exist, though the number has its own', () => {
    const { zones, fault } = readZones('+12125550123', 'US', 'Eastern-ish');
    expect(fault).toContain('stated time zone');
    expect(zones.map(({ zone }) => zone)).toEqual(['America/New_York']);
  });

  it.each([
    ['an area code that nobody knows', '+12115550123', 'US'],
    ['a freephone number', '+18005550123', 'US'],
    ['no country', '+870773111632', undefined],
    ['a country without zones in the data', '+38344123456', 'XK'],
  ])('finds fault with a number of %s, even where a zone is stated', (_what, phone, country) => {
    expect(readZones(phone, country, undefined)).toEqual({ zones: [], fault: expect.any(String) });
    expect(readZones(phone, country, 'Europe/Paris').fault).toBeDefined();
  });

  describe('with a stated place', () => {
    function zonesOf(subject: Partial<CallSubject>): string[] {
      return aContext({ phone: '+12125550123', ...subject }).zones.zones.map(({ zone }) => zone);
    }

    function sourcesOf(zone: string, subject: Partial<CallSubject>): readonly string[] | undefined {
      const { zones } = aContext({ phone: '+12125550123', ...subject }).zones;
      return zones.find((one) => one.zone === zone)?.sources;
    }

    it('adds the zones of a stated state where the number is of another', () => {
      expect(zonesOf({ state: 'CA' })).toEqual(['America/New_York', 'America/Los_Angeles']);
      expect(zonesOf({ state: 'NY' })).toEqual(['America/New_York']);
      expect(zonesOf({ timezone: 'America/Chicago', state: 'TX' })).toEqual([
        'America/New_York',
        'America/Chicago',
      ]);
      expect(zonesOf({ timezone: 'America/New_York', state: 'TX' })).toEqual(
        expect.arrayContaining(['America/New_York', 'America/Chicago', 'America/Denver']),
      );
      expect(sourcesOf('America/Los_Angeles', { state: 'CA' })).toEqual(['state']);
    });

    it("adds the postal code's zones, within the area code's own state too", () => {
      expect(zonesOf({ postalCode: '90210' })).toEqual(['America/New_York', 'America/Los_Angeles']);
      expect(sourcesOf('America/New_York', { postalCode: '10001' })).toEqual(['area-code', 'postal-code']);
      expect(zonesOf({ phone: '+12145550123', postalCode: '79901' })).toEqual([
        'America/Chicago',
        'America/Denver',
      ]);
      expect(zonesOf({ postalCode: '37723' })).toEqual(['America/New_York', 'America/Chicago']);
    });

    it('takes the postal code for narrower than its state, and the stated zone for narrower than both', () => {
      expect(zonesOf({ state: 'TX', postalCode: '75201' })).toEqual(['America/New_York', 'America/Chicago']);
      expect(zonesOf({ state: 'TX', postalCode: '79830', timezone: 'America/Denver' })).toEqual([
        'America/New_York',
        'America/Denver',
      ]);
    });

    it('adds both where state and postal code contradict each other', () => {
      expect(zonesOf({ state: 'CA', postalCode: '60601' })).toEqual([
        'America/New_York',
        'America/Chicago',
        'America/Los_Angeles',
      ]);
    });

    it('reads postal codes of Canada and Australia for numbers of other countries', () => {
      expect(zonesOf({ country: 'Canada', postalCode: 'V6B 1A1' })).toContain('America/Vancouver');
      expect(zonesOf({ phone: '+447400123456', country: 'AU', postalCode: '6000' })).toEqual([
        'Europe/London',
        'Australia/Perth',
      ]);
    });

    it('adds all zones of a stated country that the number is not of, unless a narrower statement speaks for it', () => {
      expect(zonesOf({ country: 'Germany' })).toEqual(expect.arrayContaining(['Europe/Berlin']));
      expect(sourcesOf('Europe/Berlin', { country: 'Germany' })).toEqual(['stated-country']);
      expect(zonesOf({ phone: '+447400123456', country: 'US' })).toContain('Pacific/Honolulu');
      expect(zonesOf({ phone: '+447400123456', country: 'US', postalCode: '10001' })).toEqual([
        'Europe/London',
        'America/New_York',
      ]);
      expect(zonesOf({ country: 'US' })).toEqual(['America/New_York']);
    });
  });
});
