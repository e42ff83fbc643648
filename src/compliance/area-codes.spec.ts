import { areaCodeOf } from './area-codes';
import plan from './rule-data/area-codes.json';
import { isKnownZone } from './zone-offsets';

const rows = Object.values<Record<string, Record<string, string>>>(plan).flatMap((states) =>
  Object.values(states).flatMap((zones) => Object.entries(zones)),
);
const codes = rows.flatMap(([, list]) => list.split(' '));

function zonesOf(code: string): readonly string[] | undefined {
  return areaCodeOf(`+1${code}5550123`)?.zones;
}

describe('areaCodeOf', () => {
  it('tells country, states and zone', () => {
    expect(areaCodeOf('+12125550123')).toEqual({
      country: 'US',
      states: ['NY'],
      zones: ['America/New_York'],
    });
  });

  it('carries every zone of a code that straddles a border', () => {
    expect(zonesOf('850')).toEqual(['America/Chicago', 'America/New_York']);
  });

  it.each([
    ['250', ['236', '257', '672', '778']],
    ['418', ['367', '581']],
    ['709', ['879']],
    ['306', ['474', '639']],
    ['208', ['986']],
    ['850', ['448']],
  ])('gives the overlays of %s its zones', (code, overlays) => {
    for (const overlay of overlays) expect(zonesOf(overlay)).toEqual(zonesOf(code));
  });

  it.each([
    ['AL', '334', '483'],
    ['CA', '530', '837'],
    ['CA', '559', '357'],
    ['MN', '507', '924'],
    ['MS', '662', '471'],
    ['NY', '716', '624'],
    ['NY', '718', '465'],
    ['TX', '713', '621'],
  ])('knows the overlay in %s of %s that came into service from 2023 on: %s', (state, elder, overlay) => {
    expect(areaCodeOf(`+1${overlay}5550123`)).toEqual(areaCodeOf(`+1${elder}5550123`));
    expect(areaCodeOf(`+1${overlay}5550123`)?.states).toEqual([state]);
  });

  it('guesses no place for a code that is only planned', () => {
    expect(areaCodeOf('+12735550123')).toBeUndefined();
  });

  it("has Saskatchewan's towns that keep the neighbours' time", () => {
    expect(zonesOf('306')).toEqual(['America/Edmonton', 'America/Regina', 'America/Winnipeg']);
  });

  it('places the Orlando overlay in Eastern time, as its elder', () => {
    expect(zonesOf('689')).toEqual(zonesOf('407'));
  });

  it('knows nothing of codes without a place, nor of other countries or other lengths', () => {
    for (const phone of ['+18005550123', '+19005550123', '+442079460123', '+1212555012', '+121255501234']) {
      expect(areaCodeOf(phone)).toBeUndefined();
    }
  });

  it('has data in which each code stands once and every zone exists', () => {
    expect(codes.length).toBeGreaterThan(400);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[2-9]\d\d$/);
    for (const [zones] of rows) expect(zones.split(' ').filter((zone) => !isKnownZone(zone))).toEqual([]);
  });
});
