import type { SimulatedCall } from './simulated-call';
import { VapiRefusal } from './vapi-refusal';

const MOST = 1000;
const DEFAULT_LIMIT = 100;

const TIME_FILTERS: Record<string, (a: number, b: number) => boolean> = {
  Gt: (a, b) => a > b,
  Lt: (a, b) => a < b,
  Ge: (a, b) => a >= b,
  Le: (a, b) => a <= b,
};

const KNOWN = [
  ...['id', 'assistantId', 'phoneNumberId', 'limit'],
  ...Object.keys(TIME_FILTERS).flatMap((suffix) => [`createdAt${suffix}`, `updatedAt${suffix}`]),
];

/**
 * The filters of `GET /call`, newest call first; there is no cursor and no filter by customer or status.
 * @throws VapiRefusal 400 for a parameter that doesn't exist or can't be read
 */
export function filterCalls(calls: readonly SimulatedCall[], query: URLSearchParams): SimulatedCall[] {
  const unknown = [...query.keys()].filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0)
    throw new VapiRefusal(
      400,
      unknown.map((name) => `property ${name} should not exist`),
    );
  const limit = query.has('limit') ? Number(query.get('limit')) : DEFAULT_LIMIT;
  if (Number.isNaN(limit) || limit < 0) throw new VapiRefusal(400, ['limit must not be less than 0']);
  if (limit > MOST) throw new VapiRefusal(400, [`limit must not be greater than ${MOST}`]);
  const passes = (call: SimulatedCall): boolean =>
    [...query].every(([name, value]) => {
      if (name === 'id') return call.id === value;
      if (name === 'phoneNumberId') return call.phoneNumberId === value;
      if (name === 'assistantId') return call.request.assistantId === value;
      const compare = TIME_FILTERS[name.slice('createdAt'.length)];
      if (compare === undefined) return true;
      const atMs = Date.parse(name.startsWith('created') ? call.createdAt : call.updatedAt);
      const valueMs = Date.parse(value);
      if (Number.isNaN(valueMs)) throw new VapiRefusal(400, [`${name} must be a valid ISO 8601 date string`]);
      return compare(atMs, valueMs);
    });
  return calls.filter(passes).toReversed().slice(0, limit);
}
