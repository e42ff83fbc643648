import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import {
  accepts,
  parseHeaders,
  parseInstant,
  parsePublicUrl,
  ParsesAs,
  parseSigningKey,
  parseStringMap,
} from './checks';

describe('parseSigningKey', () => {
  const bytes = Buffer.from('sixteen bytes or');

  it('takes the bytes behind whsec_, and those of any other text', () => {
    expect(parseSigningKey(`whsec_${bytes.toString('base64')}`)).toEqual(bytes);
    expect(parseSigningKey('sixteen bytes or')).toEqual(bytes);
  });

  it.each([
    ['too short', 'fifteen bytes o'],
    ['too short behind whsec_', `whsec_${bytes.subarray(1).toString('base64')}`],
    ['no base64', `whsec_${bytes.toString('base64').slice(0, -1)}`],
    ['read differently from place to place', 'sixteen bytes oör'],
  ])('refuses what is %s', (_fault, text) => {
    expect(parseSigningKey(text)).toBeUndefined();
  });
});

describe('parseHeaders', () => {
  it('reads names and values as OpenTelemetry writes them', () => {
    expect(parseHeaders('x-key=a%20b%2Cc, authorization=Bearer%20t==')).toEqual({
      'x-key': 'a b,c',
      authorization: 'Bearer t==',
    });
  });

  it.each(['no pair', 'a=1,', '=1', 'a=%zz', 'a b=1'])('refuses %j', (text) => {
    expect(parseHeaders(text)).toBeUndefined();
  });
});

describe('parseStringMap', () => {
  it.each([
    ['{}', {}],
    ['{"Phone":"Mobile","Name":""}', { Phone: 'Mobile', Name: '' }],
  ])('reads %s', (text, map) => {
    expect(parseStringMap(text)).toEqual(map);
  });

  it.each(['', 'null', '[]', '["a"]', '"text"', '1', '{"a":1}', '{"a":null}', '{"a":{"b":"c"}}', '{a:"b"}'])(
    'refuses %s',
    (text) => {
      expect(parseStringMap(text)).toBeUndefined();
    },
  );

  it('throws for no text whatever', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseStringMap(text)));
  });
});

describe('parsePublicUrl', () => {
  it.each([
    ['https://laura.example.com', 'https://laura.example.com'],
    ['https://laura.example.com/', 'https://laura.example.com'],
    ['https://example.com/laura//', 'https://example.com/laura'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('reads %s', (text, url) => {
    expect(parsePublicUrl(text)).toBe(url);
  });

  it.each([
    '',
    'laura.example.com',
    'http://laura.example.com',
    'http://localhost.example.com',
    'ftp://localhost',
    'https://',
  ])('refuses “%s”', (text) => {
    expect(parsePublicUrl(text)).toBeUndefined();
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-11-24T17:00:00Z', '2026-11-24T17:00:00.000Z'],
    ['2026-11-24T17:00Z', '2026-11-24T17:00:00.000Z'],
    ['2026-11-24T17:00:00.5Z', '2026-11-24T17:00:00.500Z'],
    ['2026-11-24T17:00:00+01:00', '2026-11-24T16:00:00.000Z'],
    ['2026-11-24T17:00:00-08:00', '2026-11-25T01:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(parseInstant(text)?.toISOString()).toBe(instant);
  });

  it.each([
    '',
    'tomorrow',
    '2026-11-24',
    '2026-11-24T17:00:00',
    '2026-11-24 17:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-24T25:00:00Z',
    '1795539600000',
  ])('refuses “%s”', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('refuses a day that its month does not have', () => {
    expect(parseInstant('2026-02-30T00:00:00Z')).toBeUndefined();
    expect(parseInstant('2027-02-29T00:00:00Z')).toBeUndefined();
    expect(parseInstant('2028-02-29T00:00:00Z')).toBeDefined();
    expect(parseInstant('2026-11-24T23:30:00-08:00')).toBeDefined();
  });
});

describe('ParsesAs', () => {
  class Holder {
    @ParsesAs('even', (text) => (Number(text) % 2 === 0 ? text : undefined), accepts('an even number'))
    value: unknown;
  }

  const faultOf = (value: unknown) => {
    const [error] = validateSync(Object.assign(new Holder(), { value }));
    return Object.values(error?.constraints ?? {})[0];
  };

  it('passes what the parser understands', () => {
    expect(faultOf('4')).toBeUndefined();
  });

  it.each(['3', 4, undefined, null, ['4']])('says what is accepted instead of %j', (value) => {
    expect(faultOf(value)).toBe('an even number');
  });
});
