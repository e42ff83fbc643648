import { PGlite } from '@electric-sql/pglite';
import { sql } from 'kysely';
import { readEnvironment } from '../config/read-environment';
import { DatabaseSettings } from '../config/settings';
import { openDatabase } from '../persistence/database';
import { isDatabaseOutage } from './database-outage';
import { ExternalApiError, LauraError } from './errors';
import { IN_MEMORY } from '../../test/support/memory';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('isDatabaseOutage', () => {
  it('knows the error of a server that does not listen', async () => {
    const nowhere = readEnvironment({ DATABASE_URL: 'postgres://laura@127.0.0.1:1/laura' });
    const { database } = await openDatabase(new DatabaseSettings(nowhere), () => undefined);
    const error: unknown = await sql`select 1`.execute(database).catch((thrown: unknown) => thrown);
    expect(isDatabaseOutage(error)).toBe(true);
    await database.destroy();
    expect(isDatabaseOutage(await sql`select 1`.execute(database).catch((thrown: unknown) => thrown))).toBe(
      true,
    );
  });

  it('knows the error of an embedded database that was closed, not that of a wrong query', async () => {
    const pglite = await PGlite.create(IN_MEMORY);
    expect(isDatabaseOutage(await pglite.query('select nonsense').catch((thrown: unknown) => thrown))).toBe(
      false,
    );
    await pglite.close();
    expect(isDatabaseOutage(await pglite.query('select 1').catch((thrown: unknown) => thrown))).toBe(true);
  });

  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    '57P01',
    '57P02',
    '57P03',
    '08006',
    '53100',
    '53200',
    '53300',
    'ENOSPC',
  ])('knows the code %s, also as a cause', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(true);
    expect(isDatabaseOutage(new LauraError('X', 'wrapped', { cause: withCode(code) }))).toBe(true);
    expect(isDatabaseOutage(new AggregateError([withCode(code)], ''))).toBe(true);
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])(
    'knows “%s”',
    (message) => {
      expect(isDatabaseOutage(new Error(message))).toBe(true);
    },
  );

  it.each(['23505', '42P01', '57014', 'ENOENT'])('does not take %s for an outage', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(false);
  });

  it("does not take another service's outage for the database's", () => {
    const cause = withCode('ECONNREFUSED');
    expect(isDatabaseOutage(new ExternalApiError('vapi', 'x', { effect: 'unreachable', cause }))).toBe(false);
  });

  it.each([undefined, null, 'ECONNREFUSED', { code: 'ECONNREFUSED' }])('is not misled by %j', (thrown) => {
    expect(isDatabaseOutage(thrown)).toBe(false);
  });
});
