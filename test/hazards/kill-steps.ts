import { Chance } from '../../src/sandbox/chance';
import { Kill } from '../support/kill';

const RESERVE = 'commit attempts+campaigns+decision_attempts+*';
const RULE = 'commit decision_attempts+decisions+ledger_heads*';
const STORE = 'commit webhook_events';
const STORE_OPT_OUT = 'commit *suppressions*webhook_events';
const SETTLE = 'commit attempts+calls+*leads+outbox*webhook_events';
/** No word comes of the calls made in that life: only a look at VAPI can find them. */
const UNHEARD = { droppedWebhooks: ['*'] };
const READ_LEADS = 'GET /v0/*/Leads';
const WRITE_LEADS = 'PATCH /v0/*/Leads';
const WRITE_CALLS = 'PATCH /v0/*/Calls';

/** On an empty database: the tables are made, the leads are read for the first time. */
const FIRST: readonly Kill[] = [
  { step: 'before:commit *kysely_migration*:1' },
  { step: 'after:commit *kysely_migration*:1' },
  { step: 'before:commit consents+leads*:1' },
  { step: 'before:commit leads+sync_states:1' },
];

/** In turn within a row: a later one may need what an earlier one has left behind. */
const REST: readonly (readonly Kill[])[] = [
  // Start, and the first reading.
  [{ step: 'after:commit campaigns:1' }],
  [{ step: `after:${READ_LEADS}:1`, airtable: { iteratorExpired: 1 } }],
  [{ step: 'after:commit leases:1' }],
  [{ step: 'after:commit rate_limits:2', airtable: { rateLimited: 3 } }],
  // Reserve, mark, rule.
  [{ step: `before:${RESERVE}:1` }, { step: `after:${RESERVE}:1` }],
  [{ step: `sent:${WRITE_LEADS}:1` }],
  [{ step: `after:${WRITE_LEADS}:1`, vapi: { duplicatedWebhooks: ['*'] } }],
  [{ step: `before:${RULE}:1` }, { step: `after:${RULE}:1` }],
  // Dial. The doubts that this leaves are taken over by the next process and looked up by the one after.
  [{ step: 'before:commit attempts:1' }, { step: 'after:commit attempts:2' }],
  [{ step: 'before:POST /call:1' }],
  [{ step: 'sent:POST /call:1', vapi: UNHEARD }, { step: 'after:GET /call:1' }],
  [
    { step: 'after:POST /call:1', vapi: UNHEARD },
    { step: 'sent:POST /call:2', vapi: { webhookBeforeResponse: 2 } },
  ],
  [{ step: 'after:commit attempts+calls:1', vapi: { createThenHang: 1 } }],
  [{ step: 'before:commit attempts+calls:1', vapi: { createThenDrop: 1, reorderedWebhooks: true } }],
  [{ step: 'after:POST /call:2', vapi: { createThenFail: 1, failWithoutCreating: 1 } }],
  [{ step: 'after:POST /call:1', vapi: { dropWithoutCreating: 1, createThenDrip: 1 } }],
  // Listen.
  [{ step: `before:${STORE}:2` }, { step: `after:${STORE}:2` }],
  [{ step: 'before:webhook:1' }, { step: 'after:webhook:3', vapi: { duplicatedWebhooks: ['*'] } }],
  [{ step: `before:${STORE_OPT_OUT}:1` }, { step: `after:${STORE_OPT_OUT}:1` }],
  // Settle.
  [
    { step: `before:${SETTLE}:1`, vapi: { droppedWebhooks: ['status-update'] } },
    { step: `after:${SETTLE}:1`, vapi: { reorderedWebhooks: true } },
  ],
  [{ step: 'before:commit attempts+calls+webhook_events:1' }],
  [{ step: 'after:commit calls+webhook_events:2', vapi: { droppedWebhooks: ['end-of-call-report'] } }],
  // Write back.
  [{ step: `before:${WRITE_CALLS}:1` }, { step: `sent:${WRITE_CALLS}:1` }],
  [{ step: `after:${WRITE_CALLS}:1`, airtable: { lostResponses: 1 } }],
  [{ step: 'before:commit outbox:1' }, { step: 'after:commit outbox:1', airtable: { unavailable: 1 } }],
];

/** How many kills come by each step once. */
export const EACH_ONCE = FIRST.length + REST.flat().length;

/** The kills of a run. The order is the seed's, and from the second time on so is the occasion, where there are many. */
export function killsFor(count: number, seed: number): readonly Kill[] {
  const chance = new Chance(seed);
  const kills = [...FIRST];
  for (let round = 0; kills.length < count; round += 1) {
    const order = REST.map((row, index) => ({ row, at: chance.fraction('order', round, index) }));
    const again = order.toSorted((one, other) => one.at - other.at).flatMap(({ row }) => row);
    kills.push(
      ...(round === 0 ? again : again.map((kill, index) => onAnotherOccasion(kill, chance, round, index))),
    );
  }
  return kills.slice(0, count);
}

function onAnotherOccasion(kill: Kill, chance: Chance, ...parts: number[]): Kill {
  if (!/POST|webhook/.test(kill.step)) return kill;
  return {
    ...kill,
    step: kill.step.replace(/\d+$/, chance.pick(['1', '2', '3', '4'], 'occasion', ...parts)),
  };
}
