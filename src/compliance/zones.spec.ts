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

  it('adds the zones of a stated state where the number is of another', () => {
    const zonesOf = (stated: string | undefined, state: string): string[] =>
      readZones('+12125550123', 'US', stated, state).zones.map(({ zone }) => zone);
    expect(zonesOf(undefined, 'CA')).toEqual(['America/New_York', 'America/Los_Angeles']);
    expect(zonesOf(undefined, 'NY')).toEqual(['America/New_York']);
    expect(zonesOf('America/Chicago', 'TX')).toEqual(['America/New_York', 'America/Chicago']);
    expect(zonesOf('America/New_York', 'TX')).toEqual(
      expect.arrayContaining(['America/New_York', 'America/Chicago', 'America/Denver']),
    );
    expect(readZones('+12125550123', 'US', undefined, 'CA').zones[1]?.sources).toEqual(['state']);
  });
});
