import { query, read } from './api.js';
import { on } from './bus.js';
import { callRows } from './call-rows.js';
import { h, setText } from './dom.js';
import { plural } from './format.js';
import { pages } from './pages.js';
import { button, finder, searchField, viewOf } from './parts.js';
import { outcome, OUTCOME_NAMES } from './words.js';

/** All calls, newest first. New ones are announced rather than pushed in: rows stay where they are being read. */
export function callsView() {
  const { element: list, show } = callRows();
  const choices = [
    ['', 'All calls'],
    ['active', 'Up now'],
    ...OUTCOME_NAMES.map((name) => [name, outcome(name)[0]]),
  ];
  const options = choices.map(([value, words]) => h('option', { value }, words));
  const choice = h('select', { id: 'calls-which', onchange: () => refresh() }, options);
  const [phone, label] = searchField('calls-phone', 'Number', 'The whole number');
  const table = h('a', { class: 'button', download: true }, 'Export as CSV');
  const fresh = button('', () => refresh(), { hidden: true });
  let wanted = {};
  let changed = new Set();
  const pager = pages({
    load: (cursor) => read(`/api/calls${query({ ...wanted, cursor, limit: 50 })}`),
    show,
    empty: 'No call is like that. Choose others, or all.',
  });

  async function refresh() {
    const which = choice.value;
    wanted = {
      phone: phone.value.trim(),
      ...(which === 'active' ? { status: which } : { disposition: which }),
    };
    table.setAttribute('href', `/api/calls.csv${query(wanted)}`);
    changed = new Set();
    fresh.hidden = true;
    await pager.first();
  }

  on('call', ({ id }) => {
    if (element.hidden || !pager.isFirst()) return;
    changed.add(id);
    setText(fresh, `${plural(changed.size, 'call')} changed: show`);
    fresh.hidden = false;
  });

  const which = h('label', { for: 'calls-which' }, 'Which');
  const form = finder('Calls', refresh, which, choice, label, phone, h('button', {}, 'Show'), table);
  const element = viewOf('calls-title', 'Calls', fresh, form, list, pager.element);
  return { element, show: refresh };
}
