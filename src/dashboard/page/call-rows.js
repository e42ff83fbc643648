import { duration, money, timeThere, when } from './format.js';
import { rowsOf } from './parts.js';
import { callPath } from './router.js';
import { callStanding } from './words.js';

const beganAt = ({ startedAt, createdAt }) => startedAt ?? createdAt;

const COLUMNS = {
  when: [
    'Began',
    (call) => when(beganAt(call)),
    { small: (call) => timeThere(beganAt(call), call.timezone) },
  ],
  who: ['Who', ({ leadName, phoneMasked }) => leadName ?? phoneMasked ?? 'Unknown'],
  how: ['Outcome', (call) => callStanding(call)[0], { tone: (call) => callStanding(call)[1] }],
  length: ['Length', ({ durationSeconds }) => duration(durationSeconds)],
  cost: ['Cost', ({ costUsd }) => money(costUsd)],
  summary: ['Summary', ({ summary, nextAction }) => [summary, nextAction].filter(Boolean).join(' → ')],
};

/** A list of calls, a link to each. */
export function callRows() {
  return rowsOf('calls', COLUMNS, { hrefOf: ({ id }) => callPath(id) });
}
