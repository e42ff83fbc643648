import { on, paced } from './bus.js';
import { callRows } from './call-rows.js';
import { h, setText } from './dom.js';
import { plural } from './format.js';
import { hint, panel } from './parts.js';
import { recentCalls } from './store.js';

const SHOWN = 8;

/** The calls that ended last. It keeps still while somebody points at it or has the focus in it. */
export function recentPanel() {
  const { element: list, show } = callRows();
  const note = hint();
  const empty = h('p', { class: 'empty' }, 'No call has ended yet. They appear here as they do.');
  let shown = [];
  const draw = paced(400, () => {
    const calls = recentCalls().slice(0, SHOWN);
    const missed = calls.filter(({ id }) => !shown.includes(id)).length;
    if (shown.length === SHOWN && list.matches(':hover, :focus-within')) {
      setText(note, missed > 0 ? `${plural(missed, 'newer call')} when you move on` : '');
      return;
    }
    shown = calls.map(({ id }) => id);
    setText(note, '');
    empty.hidden = calls.length > 0;
    list.hidden = calls.length === 0;
    show(calls);
  });
  on('calls', draw);
  list.addEventListener('pointerleave', draw);
  list.addEventListener('focusout', draw);
  const all = h('a', { href: '#/calls' }, 'All calls');
  return panel('recent', 'Recent calls', [note, all], h('div', { class: 'still' }, empty, list));
}
