import { readPostalCode } from './postal-codes';
import places from './rule-data/postal-codes.json';
import { jurisdictionOf } from './jurisdictions';
import { isKnownZone } from './zone-offsets';

function statesOf(text: string, country = 'US'): readonly string[] | undefined {
  return readPostalCode(text, country)?.place.states;
}

describe('readPostalCode', () => {
  it.each([
    ['10001', ['NY']],
    [' 10001-1234 ', ['NY']],
    ['100011234', ['NY']],
    ['02134', ['MA']],
    ['00501', ['NY']],
    ['00601', ['PR']],
    ['00801', ['VI']],
    ['06103', ['CT']],
    ['06390', ['NY']],
    ['20001', ['DC', 'VA']],
    ['20101', ['VA']],
    ['33101', ['FL']],
    ['42223', ['KY', 'TN']],
    ['73301', ['TX']],
    ['83001', ['WY']],
    ['83414', ['WY']],
    ['83702', ['ID']],
    ['88510', ['TX']],
    ['96701', ['HI']],
    ['96799', ['AS']],
    ['96913', ['GU']],
    ['96950', ['MP']],
    ['99501', ['AK']],
  ])('finds the state of %s', (text, states) => {
    expect(statesOf(text)).toEqual(states);
    expect(readPostalCode(text, 'US')?.isRestored).toBe(false);
  });

  it.each([
    '09012',
    '34001',
    '96201',
    '96898x',
    '00401',
    '21301',
    '42801',
    '96940',
    '12',
    '123456',
    '10001-12',
    '',
  ])('reads nothing from "%s"', (text) => expect(readPostalCode(text, 'US')).toBeUndefined());

  it.each([
    ['2134', 'MA'],
    ['21341234', 'MA'],
    ['2134-1234', 'MA'],
    ['907', 'PR'],
    ['9071234', 'PR'],
  ])('puts back the leading zeros of %s and says so', (text, state) => {
    expect(readPostalCode(text, 'US')).toMatchObject({ isRestored: true, place: { states: [state] } });
  });

  it.each([
    ['79901', ['America/Denver']],
    ['75201', ['America/Chicago']],
    ['32501', ['America/Chicago']],
    ['33101', ['America/New_York']],
    ['47708', ['America/Chicago']],
    ['47513', ['America/Chicago', 'America/New_York']],
    ['86515', ['America/Denver', 'America/Phoenix']],
    ['97914', ['America/Denver', 'America/Los_Angeles']],
  ])('gives the zones of %s, all where a border cuts its beginning', (text, zones) => {
    expect(readPostalCode(text, 'US')?.place.zones).toEqual(zones);
  });

  it('reads those of Canada and Australia, whose letters and digits tell the province or state', () => {
    expect(statesOf('k1a 0b1', 'CA')).toEqual(['ON']);
    expect(statesOf('X0A0H0', 'CA')).toEqual(['NT', 'NU']);
    expect(statesOf('D1A 0B1', 'CA')).toBeUndefined();
    expect(statesOf('10001', 'CA')).toBeUndefined();
    expect(statesOf('2000', 'AU')).toEqual(['NSW']);
    expect(statesOf('2600', 'AU')).toEqual(['ACT']);
    expect(statesOf('800', 'AU')).toEqual(['NT']);
    expect(readPostalCode('2880', 'AU')?.place.zones).toEqual(['Australia/Broken_Hill']);
  });

  it('has no use for those of other countries', () => {
    expect(readPostalCode('10115', 'DE')).toBeUndefined();
  });

  it('has data whose zones and states all exist', () => {
    for (const [country, states] of Object.entries<Record<string, Record<string, string>>>(places)) {
      for (const [list, zones] of Object.entries(states)) {
        for (const zone of Object.keys(zones).flatMap((one) => one.split(' ')))
          expect([zone, isKnownZone(zone)]).toEqual([zone, true]);
        if (country !== 'US') continue;
        for (const state of list.split(' ')) expect(jurisdictionOf(`US-${state}`)).toBeDefined();
      }
    }
  });

  it('knows every state and territory of the United States', () => {
    const known = new Set(
      Array.from({ length: 100_000 }, (_, code) => statesOf(String(code).padStart(5, '0')) ?? []).flat(),
    );
    expect(known.size).toBe(56);
  });
});
