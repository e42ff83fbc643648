import { query, read } from './api.js';
import { on } from './bus.js';
import { h, listOf, setAttribute, setText } from './dom.js';
import { number, when } from './format.js';
import { importLeads } from './import-dialog.js';
import { pages } from './pages.js';
import { button, finder, rowsOf, searchField, viewOf } from './parts.js';
import { leadPath } from './router.js';
import { state } from './store.js';
import { leadTone, LEAD_STATUSES, outcome, sentence } from './words.js';

const WAITING = ['new', 'retry', 'callback'];

const COLUMNS = {
  who: [
    'Who',
    ({ name, phoneMasked, sourceId }) => name ?? phoneMasked ?? sourceId,
    { small: ({ company }) => company },
  ],
  how: ['Status', ({ status }) => sentence(status), { tone: ({ status }) => leadTone(status) }],
  attempts: ['Attempts', ({ attempts }) => number(attempts)],
  last: [
    'Last call',
    ({ lastCallAt }) => when(lastCallAt),
    { small: ({ lastOutcome }) => lastOutcome && outcome(lastOutcome)[0] },
  ],
  due: [
    'Next',
    ({ status, callbackAt, dueAt }) => (WAITING.includes(status) ? when(callbackAt ?? dueAt) : ''),
  ],
  where: ['Where', ({ state, country }) => [state, country].filter(Boolean).join(', ')],
};

/** Leads by status, searched by name, firm, e-mail or number. */
export function leadsView() {
  const { element: list, show } = rowsOf('leads', COLUMNS, { hrefOf: ({ id }) => leadPath(id) });
  const [search, label] = searchField('lead-search', 'Search', 'Name, company, e-mail or phone number');
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Status' });
  const table = h('a', { class: 'button', download: true }, 'Export as CSV');
  let wanted = {};
  const pager = pages({
    load: (cursor) => read(`/api/leads${query({ ...wanted, cursor, limit: 50 })}`),
    show,
    empty: 'No lead is like that. Search for less, or choose another status.',
  });

  /** What is looked for stands in the address: it can be kept, sent, and come back to. */
  function find(next = {}) {
    const sought = query({ ...wanted, q: search.value.trim(), ...next });
    if (location.hash === `#/leads${sought}`) void refresh();
    else location.hash = `#/leads${sought}`;
  }

  async function refresh() {
    table.setAttribute('href', `/api/leads.csv${query(wanted)}`);
    drawChips();
    await pager.first();
  }

  const showChips = listOf(
    chips,
    ([status]) => status,
    ([status]) => {
      const count = h('span', { class: 'count' });
      const element = button([status ? sentence(status) : 'All', ' ', count], () => find({ status }), {
        class: 'chip',
      });
      return {
        element,
        update: ([, leads]) => {
          setText(count, number(leads));
          setAttribute(element, 'aria-pressed', String(status === (wanted.status ?? '')));
        },
      };
    },
  );
  function drawChips() {
    const counts = state()?.leads ?? {};
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    showChips([['', all], ...LEAD_STATUSES.map((status) => [status, counts[status] ?? 0])]);
  }

  on('campaign', drawChips);
  const bring = button('Import CSV', () => importLeads(refresh));
  const form = finder('Leads', () => find(), label, search, h('button', {}, 'Search'), bring, table);
  return {
    element: viewOf('leads-title', 'Leads', undefined, form, chips, list, pager.element),
    focus: () => search.focus(),
    show: ({ params }) => {
      wanted = Object.fromEntries(params);
      search.value = wanted.q ?? '';
      void refresh();
    },
  };
}
