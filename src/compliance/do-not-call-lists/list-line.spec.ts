import * as fc from 'fast-check';
import { getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { allRegistries } from './do-not-call-registry';
import { bareLineReader, columnReader, isHeader } from './list-line';
import { ListRefusedError } from './list-refused.error';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
const code = fc.tuple(fc.integer({ min: 2, max: 9 }), digits(2)).map(([first, rest]) => `${first}${rest}`);

/** The ways in which an area code, an exchange and the last four digits are written. */
const FORMS: readonly ((area: string, exchange: string, last: string) => string)[] = [
  (a, e, l) => `${a}${e}${l}`,
  (a, e, l) => `1${a}${e}${l}`,
  (a, e, l) => `+1${a}${e}${l}`,
  (a, e, l) => `${a},${e}${l}`,
  (a, e, l) => `${a}, ${e}-${l}`,
  (a, e, l) => `"${a}","${e}${l}"`,
  (a, e, l) => `${a}\t${e}${l}`,
  (a, e, l) => `(${a}) ${e}-${l}`,
  (a, e, l) => `+1 (${a}) ${e}-${l}`,
  (a, e, l) => `1-${a}-${e}-${l}`,
  (a, e, l) => `"${a}.${e}.${l}"`,
  (a, e, l) => `  ${a} ${e} ${l}  `,
];

describe('bareLineReader', () => {
  it.each(['US', 'CA'])('reads every written form of a number of %s as the same E.164', (country) => {
    const read = bareLineReader(country);
    fc.assert(
      fc.property(code, code, digits(4), fc.constantFrom(...FORMS), (area, exchange, last, write) => {
        expect(read(write(area, exchange, last))).toBe(`+1${area}${exchange}${last}`);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(allRegistries().map(({ country }) => country))(
    'reads a number of %s in its national, international and bare form alike',
    (country) => {
      const number = getExampleNumber(country === 'GB' ? 'GB' : country === 'AU' ? 'AU' : 'US', examples);
      if (!number) throw new Error('No example');
      const read = bareLineReader(country);
      for (const form of [number.number, number.formatNational(), number.formatInternational()])
        expect(read(form)).toBe(number.number);
    },
  );

  it.each([
    '',
    'none',
    '555-0123',
    '123,5550123',
    '212,155,0123',
    '212,5550123,2026-06-01,D',
    '2125550123 7185550123',
    '<ph>2125550123</ph>',
    '21255501234',
  ])('reads %j as no number', (line) => expect(bareLineReader('US')(line)).toBeUndefined());

  it('does not take a number without country code for one of another country', () => {
    expect(bareLineReader('GB')('2125550123')).toBeUndefined();
    expect(bareLineReader('US')('+44 20 7946 0018')).toBe('+442079460018');
  });
});

describe('columnReader', () => {
  it.each([
    ['Phone', '212-555-0123'],
    ['Name,Phone Number,Added', 'Ann,(212) 555-0123,2026-06-01'],
    ['name,phone', '"Ann ""A"", Lee","+12125550123"'],
    ['"Phone";"Name"', '2125550123;Ann, of 5'],
    ['Area Code,Number', '212,5550123'],
    ['npa\ttelephone', '212\t555-0123'],
    ['area_code,phone', '917,2125550123'],
  ])('finds the number under the header %j', (header, line) => {
    expect(isHeader(header)).toBe(true);
    expect(columnReader(header, 'US')(line)).toBe('+12125550123');
  });

  it('reads no number out of another column', () => {
    expect(columnReader('name,phone', 'US')('2125550123,')).toBeUndefined();
    expect(columnReader('name,phone', 'US')('2125550123')).toBeUndefined();
  });

  it.each(['name,added', 'phone,mobile'])('refuses the header %j, which leaves the column open', (header) => {
    expect(() => columnReader(header, 'US')).toThrow(ListRefusedError);
  });
});

describe('isHeader', () => {
  it.each(['2125550123', '(212) 555-0123 ext 4', '212,5550123', '---'])('takes %j for no header', (line) =>
    expect(isHeader(line)).toBe(false),
  );
});
