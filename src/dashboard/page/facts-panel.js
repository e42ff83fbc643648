import { on } from './bus.js';
import { h, setText } from './dom.js';
import { fromNow, money, number, percent } from './format.js';
import { bar } from './parts.js';

/** The few numbers, each with what it is to be read against: `[text, note, part, total]`, the last two for a bar. */
const FACTS = {
  'Lines in use': ({ lines }) => [number(lines.inUse), `of ${number(lines.limit)}`, lines.inUse, lines.limit],
  'Calls today': ({ outcomesToday }) => [number(sum(outcomesToday)), 'since midnight UTC'],
  Answered: ({ outcomesToday }) => {
    const answered = sum(outcomesToday, ['completed', 'callback-requested', 'opted-out']);
    const over = sum(outcomesToday) - sum(outcomesToday, ['in hand']);
    return [percent(answered, over), `${number(answered)} of ${number(over)}`];
  },
  'Spent today': ({ spend: { todayUsd, reservedUsd, budgetUsd } }) => {
    const held = reservedUsd > 0 ? `, ${money(reservedUsd)} held` : '';
    if (budgetUsd === null) return [money(todayUsd), `no budget set${held}`];
    return [money(todayUsd), `of ${money(budgetUsd)}${held}`, todayUsd + reservedUsd, budgetUsd];
  },
  'Leads to call': ({ leads }) => {
    const left = sum(leads, ['new', 'retry', 'callback']);
    return [number(left), `of ${number(sum(leads))}`, left, sum(leads)];
  },
  'Waiting to be written': ({ waiting: { airtable, automation } }) => {
    const [oldest] = [airtable.oldestAt, automation.oldestAt].filter(Boolean).toSorted();
    return [
      number(airtable.count + automation.count),
      oldest ? `oldest ${fromNow(oldest)}` : 'all is written',
    ];
  },
};

export function factsPanel() {
  const tiles = Object.entries(FACTS).map(makeTile);
  on('campaign', (state) => tiles.forEach((tile) => tile.update(state)));
  const list = h(
    'dl',
    { class: 'tiles' },
    tiles.map(({ element }) => element),
  );
  return h('section', { 'aria-label': 'In numbers' }, list);
}

function makeTile([term, read]) {
  const value = h('span', { class: 'value' }, '–');
  const note = h('span', { class: 'note' }, '\u00a0');
  const share = bar();
  return {
    element: h('div', {}, h('dt', {}, term), h('dd', {}, value, note, share.element)),
    update: (state) => {
      const [text, beside, part, total] = read(state);
      setText(value, text);
      setText(note, beside);
      share.fill(part ?? 0, total ?? 0);
    },
  };
}

function sum(counts, names = Object.keys(counts)) {
  return names.reduce((total, name) => total + (counts[name] ?? 0), 0);
}
