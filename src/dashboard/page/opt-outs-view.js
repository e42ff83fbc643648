import { query, read } from './api.js';
import { on } from './bus.js';
import { suppress } from './commands.js';
import { when } from './format.js';
import { pages } from './pages.js';
import { button, concealed, hint, rowsOf, viewOf } from './parts.js';

const CHANNELS = { operator: 'An operator', call: 'In a call', import: 'Imported' };

const COLUMNS = {
  who: ['Number', undefined, { node: maskedNumber }],
  since: ['Since', ({ createdAt }) => when(createdAt)],
  how: ['How', ({ channel }) => CHANNELS[channel] ?? channel],
  reason: ['Reason', ({ reason }) => reason],
};

function maskedNumber({ phone }) {
  const ending = phone.slice(-4);
  const name = { 'aria-label': `Show or hide the number ending in ${ending}` };
  return concealed(`${phone.slice(0, 2)}••••••${ending}`, phone, name);
}

/** The numbers that nobody may call: read, and added to. Each is shown when asked for. */
export function optOutsView() {
  const { element: list, show } = rowsOf('opt-outs', COLUMNS, { keyOf: ({ phone }) => phone });
  const pager = pages({
    load: async (cursor) => {
      const { suppressions, nextCursor } = await read(`/api/suppressions${query({ cursor, limit: 50 })}`);
      return { items: suppressions, next: nextCursor };
    },
    show,
    empty:
      'No number is suppressed yet. Whoever asks in a call not to be called again is entered here by itself.',
  });
  on('suppressed', () => pager.again());
  const add = button('Suppress a number', () => suppress(), { class: 'primary' });
  const words = hint(
    'Numbers that no campaign calls, whatever else is known of them. There is no taking off.',
  );
  return {
    element: viewOf('opt-outs-title', 'Opt-outs', add, words, list, pager.element),
    show: pager.first,
  };
}
