import { Environment, SECRET_VARIABLES } from './environment';
import { readEnvironment } from './read-environment';

/** Every variable that a complete environment holds. */
const NAMES = Object.keys(readEnvironment({}));

describe('Environment', () => {
  it('has a sound default for whatever it does not demand', () => {
    expect(() => readEnvironment({})).not.toThrow();
    expect(NAMES.length).toBeGreaterThan(20);
  });

  it('names its fields as variables are named', () => {
    for (const name of NAMES) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
  });

  it('makes a value that is not shared between two readings', () => {
    expect(readEnvironment({})).toBeInstanceOf(Environment);
    expect(readEnvironment({})).not.toBe(readEnvironment({}));
  });
});

describe('SECRET_VARIABLES', () => {
  it.each([
    'AIRTABLE_API_KEY',
    'VAPI_API_TOKEN',
    'WEBHOOK_SECRET',
    'ADMIN_TOKEN',
    'TWILIO_AUTH_TOKEN',
    'DATABASE_URL',
  ])('holds %s', (name) => {
    expect(SECRET_VARIABLES.has(name)).toBe(true);
  });

  it('holds every variable whose name says that it is secret', () => {
    const secret = NAMES.filter((name) => /(_KEY|_TOKEN|_SECRET|_SECRET_PREVIOUS|_PASSWORD)$/.test(name));
    for (const name of secret) expect(SECRET_VARIABLES.has(name)).toBe(true);
  });
});
