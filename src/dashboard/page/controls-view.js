import { query, read } from './api.js';
import { on } from './bus.js';
import { changeLimits, scale, stopEverything, togglePause } from './commands.js';
import { h, setText } from './dom.js';
import { number, when } from './format.js';
import { pages } from './pages.js';
import { button, hint, rowsOf, viewOf } from './parts.js';
import { commandWords } from './words.js';

const COLUMNS = {
  at: ['When', ({ at }) => when(at)],
  who: ['Who', ({ who }) => who],
  what: ['What', commandWords],
  subject: ['Of what', ({ subject }) => subject],
  reason: ['Reason', ({ reason }) => reason],
};

/** What may be turned, and who turned what when. */
export function controlsView() {
  const { element: list, show } = rowsOf('commands', COLUMNS);
  const pager = pages({
    load: (cursor) => read(`/api/commands${query({ cursor, limit: 50 })}`),
    show,
    empty: 'Nobody has given a command yet.',
  });
  const toggle = button('Pause', togglePause, { class: 'primary' });
  const stop = button('Stop everything now', stopEverything, { class: 'danger' });
  const lines = h('strong');
  const pace = h('strong');
  const replicas = h('div', { class: 'setting' });
  const limits = [h('span', {}, 'Lines at once '), lines, h('span', {}, 'Calls a second '), pace];
  const change = button('Change lines and pace', changeLimits);
  const settings = h('div', { class: 'setting' }, limits, change);

  let seen;
  on('campaign', (state) => {
    setText(toggle, state.paused ? 'Resume' : 'Pause');
    setText(lines, reduced(state.lines.limit, state.lines.configured));
    setText(pace, reduced(state.dialRate.perSecond, state.dialRate.configured));
    const isNews = seen !== state.lastCommand?.id;
    seen = state.lastCommand?.id;
    if (isNews && !element.hidden && pager.isFirst()) void pager.again();
  });

  async function showReplicas(given) {
    const scaling = given ?? (await read('/api/scaling').catch(() => undefined));
    if (!scaling?.enabled) {
      replicas.replaceChildren(hint('The number of replicas is not changed from here in this deployment.'));
      return;
    }
    const rescale = async () => {
      const changed = await scale(scaling);
      if (changed) await showReplicas(changed);
    };
    const ready = `${number(scaling.ready)} of ${number(scaling.replicas)} ready`;
    replicas.replaceChildren(
      h('span', {}, `Replicas of ${scaling.name} `),
      h('strong', {}, ready),
      button('Change replicas', rescale),
    );
  }

  const heading = h('h2', {}, 'Who did what');
  const element = viewOf(
    'controls-title',
    'Controls',
    [toggle, stop],
    settings,
    replicas,
    heading,
    list,
    pager.element,
  );
  return {
    element,
    show: () => {
      void pager.first();
      void showReplicas();
    },
  };
}

function reduced(limit, configured) {
  return limit < configured ? `${number(limit)}, reduced from ${number(configured)}` : number(limit);
}
