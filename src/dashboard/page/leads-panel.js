import { on } from './bus.js';
import { h, listOf, setAttribute, setText } from './dom.js';
import { number } from './format.js';
import { bar, finder, panel, searchField } from './parts.js';
import { leadTone, LEAD_STATUSES, sentence } from './words.js';

/** How many leads stand where, and a search that leads to their list. */
export function leadsPanel() {
  const list = h('ul', { class: 'statuses' });
  const show = listOf(list, ([status]) => status, makeStatus);
  const [search, label] = searchField('now-search', 'Find a lead', 'Name, company, e-mail or phone number');
  const find = () => {
    location.hash = `#/leads?q=${encodeURIComponent(search.value.trim())}`;
  };
  on('campaign', ({ leads }) => {
    const all = Object.values(leads).reduce((sum, count) => sum + count, 0);
    show(LEAD_STATUSES.map((status) => [status, leads[status] ?? 0, all]));
  });
  const form = finder('Find a lead', find, label, search, h('button', {}, 'Find'));
  return panel('by-status', 'Leads by status', h('a', { href: '#/leads' }, 'All leads'), list, form);
}

function makeStatus([status]) {
  const count = h('span', { class: 'count' });
  const share = bar();
  const href = `#/leads?status=${encodeURIComponent(status)}`;
  const attributes = { href, 'data-tone': leadTone(status) };
  const link = h('a', attributes, h('span', {}, sentence(status)), ' ', count, share.element);
  return {
    element: h('li', {}, link),
    update: ([, leads, all]) => {
      setText(count, number(leads));
      setAttribute(link, 'data-empty', leads === 0);
      share.fill(leads, all);
    },
  };
}
