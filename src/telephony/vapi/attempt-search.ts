import type { Vapi } from '@vapi-ai/server-sdk';
import { ExternalApiError } from '../../common/errors';
import { Loose } from '../loose-json';
import { attemptIdOf } from './call-reference';
import { TOO_LARGE, VapiClient } from './vapi-client';

/** The most that `GET /call` gives; so many rows mean that there may be more. */
const PAGE = 1000;

/**
 * Looks for the call of an attempt among those created between the two instants, both included. VAPI filters calls by
 * their creation alone and has no cursor: a full page is narrowed by halving the window.
 * @throws ExternalApiError when VAPI can't be asked, or one millisecond holds more calls than it gives
 */
export async function searchAttempt(
  client: Pick<VapiClient, 'calls'>,
  attemptId: string,
  from: Date,
  until: Date,
): Promise<Loose<Vapi.Call> | undefined> {
  const windows: [from: number, until: number][] = [[from.getTime(), until.getTime()]];
  for (let window = windows.pop(); window !== undefined; window = windows.pop()) {
    const [first, last] = window;
    const rows = await page(client, first, last);
    const found = rows?.find((row) => row.name === attemptId || attemptIdOf(row) === attemptId);
    if (found) return found;
    if (rows !== undefined && rows.length < PAGE) continue;
    if (last <= first) throw incomplete();
    const middle = Math.floor((first + last) / 2);
    windows.push([middle + 1, last], [first, middle]);
  }
  return undefined;
}

/** One page; `undefined` when it was too large to be read. */
async function page(
  client: Pick<VapiClient, 'calls'>,
  first: number,
  last: number,
): Promise<readonly Loose<Vapi.Call>[] | undefined> {
  const createdAtGe = new Date(first).toISOString();
  const createdAtLe = new Date(last).toISOString();
  try {
    return await client.calls({ createdAtGe, createdAtLe, limit: PAGE });
  } catch (error) {
    if (error instanceof ExternalApiError && error.detail.type === TOO_LARGE) return undefined;
    throw error;
  }
}

function incomplete(): ExternalApiError {
  const message = `GET /call gave ${PAGE} calls of one millisecond: whether the attempt is among the others is not known`;
  return new ExternalApiError('vapi', message, { effect: 'unknown', type: 'incomplete_answer' });
}
