import * as fc from 'fast-check';
import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { jurisdictionsOf } from './jurisdictions-of';
import { PlaceReading, PlaceTexts, readPlace } from './place-reading';
import { statedPlaceOf } from './stated-place';
import { readZones } from './zones';

/** The reading without any memory. */
function readFresh(subject: PlaceTexts): PlaceReading {
  const number = parsePhoneNumber(subject.phone);
  const country = isPhoneNumber(number) ? number.country : undefined;
  const stated = statedPlaceOf(subject, number);
  return {
    zones: readZones(subject.phone, country, subject.timezone, stated),
    jurisdictions: jurisdictionsOf(subject.phone, number, stated),
  };
}

const written = (...texts: string[]) =>
  fc.option(fc.oneof(fc.constantFrom(...texts), fc.string({ maxLength: 3 })), { nil: undefined });

const anySubject: fc.Arbitrary<PlaceTexts> = fc.record({
  phone: fc.oneof(
    fc
      .tuple(
        fc.constantFrom('+1212', '+1416', '+1787', '+1876', '+1800', '+1911', '1212', '+ 1212'),
        fc.integer({ min: 2_000_000, max: 99_999_999 }),
      )
      .map(([code, local]) => `${code}${local}`),
    fc.constantFrom('+447400123456', '+61212345678', '+4930123456', '+1', '+', 'nonsense', ''),
  ),
  timezone: written('America/Chicago', 'Europe/Berlin', ' ', 'Nowhere'),
  state: written('TX', 'ON', 'WA', 'Nowhere', ' '),
  country: written('US', 'CA', 'PR', 'Australia', 'Nowhere', ' '),
  postalCode: written('10001', '2134', '2000', 'M5V 3A8', '09012', ' '),
});

describe('readPlace', () => {
  it('reads the same from memory as afresh, whatever was read before', () => {
    fc.assert(
      fc.property(fc.array(anySubject, { minLength: 1, maxLength: 20 }), (subjects) => {
        for (const subject of [...subjects, ...subjects])
          expect(readPlace(subject, parsePhoneNumber(subject.phone))).toEqual(readFresh(subject));
      }),
      { numRuns: 300 },
    );
  });

  it('never binds less, and never in fewer zones, for what a subject states besides', () => {
    fc.assert(
      fc.property(anySubject, (subject) => {
        const silent = {
          ...subject,
          timezone: undefined,
          state: undefined,
          country: undefined,
          postalCode: undefined,
        };
        const number = parsePhoneNumber(subject.phone);
        const codes = (reading: PlaceReading) =>
          reading.jurisdictions.binding
            .map(({ jurisdiction }) => jurisdiction.code)
            .filter((code) => code !== 'US-UNKNOWN');
        const zones = (reading: PlaceReading) => reading.zones.zones.map(({ zone }) => zone);
        const [said, alone] = [readPlace(subject, number), readPlace(silent, number)];
        expect(codes(said)).toEqual(expect.arrayContaining(codes(alone)));
        expect(zones(said)).toEqual(expect.arrayContaining(zones(alone)));
      }),
    );
  });
});
