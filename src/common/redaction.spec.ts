import * as fc from 'fast-check';
import { maskPhone, scrub } from './redaction';

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));

describe('scrub', () => {
  it.each([
    '+14155550123',
    '14155550123',
    '4155550123',
    '(415) 555-0123',
    '415.555.0123',
    '+1 (415) 555-0123',
    '1-415-555-0123',
    '+44 20 7946 0958',
    '+5511987654321',
    '5511987654321',
    '415\u2011555\u20110123',
  ])('blanks %s', (number) => {
    expect(scrub(`Could not dial ${number} today`)).toBe('Could not dial [number] today');
  });

  it.each([
    'Attempt 019a1234-5678-7123-8123-123456789012 ended',
    'Call 01934567-8901-7123-8456-789012345678 ended',
    'Twilio call CA01234567890123456789012345678901 ended',
    'Trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'Record recA1b2C3d4E5f6G7',
    'Due at 2026-11-24T17:00:00.000Z',
    'Due at 2026-11-24 17:00:00+01:00',
    'Since 2026-11-24',
    'Epoch 1795539600000',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'connect ECONNREFUSED 10.112.134.178:5432',
    'at run (/app/dist/main.js:123:45)',
    'after 3 tries of 15000 ms',
  ])('keeps “%s”', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('blanks a number that stands beside a date, an id or another number', () => {
    expect(scrub('2026-11-24 4155550123')).toBe('2026-11-24 [number]');
    expect(scrub('4155550123 2026-11-24')).not.toContain('4155550123');
    expect(scrub('14155550123 14155550124')).not.toMatch(/\d/);
    expect(scrub('019a1234-5678-7123-8123-123456789012 +14155550123')).toBe(
      '019a1234-5678-7123-8123-123456789012 [number]',
    );
  });

  it('blanks a number inside an address, encoded or not', () => {
    expect(scrub('/api/suppressions/+14155550123')).toBe('/api/suppressions/[number]');
    expect(scrub('/api/suppressions/%2B14155550123')).not.toContain('4155550123');
  });

  it('blanks secrets in query strings, whatever stands around the word', () => {
    expect(scrub('GET /vapi-webhook?token=s3cretS3cret&x=1')).toBe('GET /vapi-webhook?token=[redacted]&x=1');
    expect(scrub('https://b.example/r.wav?a=1&X-Amz-Signature=abcdef&b=2')).toBe(
      'https://b.example/r.wav?a=1&X-Amz-Signature=[redacted]&b=2',
    );
  });

  it('blanks credentials of a header and the password of a database URL', () => {
    expect(scrub('authorization: Bearer abc.def-ghi_jkl')).toBe('authorization: Bearer [redacted]');
    expect(scrub('postgres://laura:hunter2hunter2@db:5432/laura')).toBe(
      'postgres://laura:[redacted]@db:5432/laura',
    );
  });

  it('lets no E.164 number through, whatever stands around it', () => {
    const surroundings = fc.constantFrom(
      '',
      ' ',
      ', ',
      '"',
      ': ',
      '=',
      '(',
      ')',
      '\n',
      'x',
      '/',
      ' 12 ',
      ' 2026-11-24 ',
    );
    fc.assert(
      fc.property(surroundings, digits(10), surroundings, (before, national, after) => {
        expect(scrub(`${before}+1${national}${after}`)).not.toContain(national);
      }),
    );
  });

  it('keeps every UUID', () => {
    fc.assert(fc.property(fc.uuid(), (id) => expect(scrub(`attempt ${id}.`)).toBe(`attempt ${id}.`)));
  });
});

describe('maskPhone', () => {
  it('shows the beginning and the last four digits', () => {
    expect(maskPhone('+14155550123')).toBe('+1••••••0123');
  });

  it('never shows more than it hides of a number of usual length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 14 }).chain(digits), (rest) => {
        expect(maskPhone(`+${rest}`).replace(/\D/g, '').length).toBeLessThanOrEqual(5);
      }),
    );
  });
});
