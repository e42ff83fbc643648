import { ExternalApiError } from '../common/errors';
import { AirtableClient, isMissing } from './airtable-client';

/**
 * Whether the token may read the records of a table, by asking for none of them. False as well where base or table are
 * not what it may see: Airtable says the same of both.
 * @throws ExternalApiError for any other refusal
 */
export async function mayRead(client: AirtableClient, table: string): Promise<boolean> {
  return await isAllowed(() =>
    client.send({
      operation: `list ${table}`,
      right: 'read',
      method: 'GET',
      path: `/${encodeURIComponent(table)}`,
      query: { pageSize: 1, filterByFormula: 'FALSE()' },
    }),
  );
}

/**
 * Whether the token may write to a table, by a write of no records: Airtable looks at the right first and then refuses
 * the emptiness (422), so nothing is ever written.
 * @throws ExternalApiError for any other refusal
 */
export async function mayWrite(client: AirtableClient, table: string): Promise<boolean> {
  return await isAllowed(() =>
    client.send({
      operation: `write nothing to ${table}`,
      right: 'write',
      method: 'PATCH',
      path: `/${encodeURIComponent(table)}`,
      body: { records: [] },
    }),
  );
}

async function isAllowed(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (!(error instanceof ExternalApiError)) throw error;
    if (error.detail.status === 422) return true;
    if (isMissing(error)) return false;
    throw error;
  }
}
