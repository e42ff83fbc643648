import { on } from './bus.js';
import { h, listOf, setAttribute, setText } from './dom.js';
import { number, percent } from './format.js';
import { bar } from './parts.js';
import { outcome, OUTCOME_NAMES } from './words.js';

/** How the calls of today ended, as bars to compare; in a fixed order, so that rows stay where they are. */
export function outcomesPanel() {
  const list = h('dl', { class: 'outcomes' });
  const show = listOf(list, ([name]) => name, makeRow);
  on('campaign', ({ outcomesToday }) => {
    const counts = Object.values(outcomesToday);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const names = new Set([...OUTCOME_NAMES, ...Object.keys(outcomesToday)]);
    show([...names].map((name) => [name, outcomesToday[name] ?? 0, total, Math.max(...counts)]));
  });
  return list;
}

function makeRow([name]) {
  const [words, tone] = outcome(name);
  const count = h('span', { class: 'count' });
  const rate = h('span', { class: 'hint' });
  const share = bar();
  const element = h(
    'div',
    { 'data-tone': tone },
    h('dt', {}, words),
    h('dd', {}, share.element, count, rate),
  );
  return {
    element,
    update: ([, calls, total, most]) => {
      setText(count, number(calls));
      setText(rate, percent(calls, total));
      setAttribute(element, 'data-empty', calls === 0);
      share.fill(calls, most);
    },
  };
}
