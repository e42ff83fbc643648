import { PGlite } from '@electric-sql/pglite';
import fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/**
 * The yardstick, a process of its own: a bare Fastify that stores each body as one row and then answers.
 * @param place a PostgreSQL URL, or the folder of an embedded database
 */
async function main(place: string): Promise<void> {
  const query = queryOf(place);
  await query('create table reports (id uuid primary key, body jsonb not null)');
  const app = fastify();
  app.post('/', async (request) => {
    const row = [randomUUID(), JSON.stringify(request.body)];
    await query('insert into reports values ($1, $2)', row);
    return {};
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  process.send?.({ port: (app.server.address() as AddressInfo).port });
}

function queryOf(place: string): (text: string, values?: unknown[]) => Promise<unknown> {
  if (!place.startsWith('postgres')) {
    const embedded = new PGlite(place);
    return (text, values) => embedded.query(text, values);
  }
  const pool = new Pool({ connectionString: place, max: 10 });
  return (text, values) => pool.query(text, values);
}

void main(process.argv[2] ?? '');
