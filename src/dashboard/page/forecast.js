import { read } from './api.js';
import { on, paced } from './bus.js';
import { h } from './dom.js';
import { fromNow, money, plural, when } from './format.js';

const NONE = 'None yet: it is made from calls that have been made. Look again in a minute.';

/** When the campaign will be through and what that costs, and who will never be called and why; read again each minute. */
export function forecast() {
  const element = h('dd', {}, '\u00a0');
  const refresh = paced(5_000, async () => {
    try {
      element.replaceChildren(...inWords(await read('/api/forecast')));
    } catch ({ status }) {
      const isNone = status === 404 || status === 503;
      element.replaceChildren(isNone ? NONE : 'It cannot be read just now; it will be tried again.');
    }
  });
  on('resync', refresh);
  setInterval(refresh, 60_000);
  refresh();
  return element;
}

function inWords({ generatedAt, finishAt, costUsd, neverReachable = [] }) {
  const { p50, p90 } = finishAt;
  const latest = p90 ? `, nine times in ten by ${when(p90)}` : '';
  const done = p50 ? `Done around ${when(p50)}${latest}` : 'Not done within the time that is looked ahead';
  const cost = costUsd ? `, for ${money(costUsd.p50)} more` : '';
  const never = neverReachable.map(({ leads, what, toDo }) =>
    h('li', { class: 'hint' }, `${plural(leads, 'lead')} never: ${what}. ${toDo}`),
  );
  return [`${done}${cost}. `, h('small', {}, `Reckoned ${fromNow(generatedAt)}.`), h('ul', {}, never)];
}
