import { on } from './bus.js';
import { h, setAttribute, setText } from './dom.js';
import { fromNow, number, plural } from './format.js';
import { forecast } from './forecast.js';
import { panel, pill } from './parts.js';
import { apiName } from './words.js';

/** Everything else there is to know, a line each: how it stands, what that means, its tone. */
const LINES = {
  'Waiting for Airtable': ({ waiting }) => waitingLine(waiting.airtable, 'Every row is written'),
  'Waiting for automation': ({ waiting }) => waitingLine(waiting.automation, 'Every event is delivered'),
  'Calls in doubt': ({ inDoubt }) =>
    inDoubt > 0
      ? [number(inDoubt), 'Asked for, and nobody knows yet whether they were made', 'warn']
      : ['None', 'Of every call it is known whether it was made'],
  'What must be said first': ({ openings: { answered, missed, byDisclosure } }) =>
    missed > 0
      ? [`Left out in ${missed} of ${answered}`, Object.keys(byDisclosure).join(', '), 'warn']
      : ['Said', `in the last ${plural(answered, 'answered call')}`],
};

const CIRCUIT = {
  closed: ['good', 'answers'],
  'half-open': ['warn', 'is being tried again'],
  open: ['bad', 'is left alone for a while'],
};

export function behindPanel() {
  const rows = Object.entries(LINES).map(makeLine);
  const circuits = h('dd', { class: 'inline' });
  on('campaign', (state) => {
    for (const row of rows) row.update(state);
    showCircuits(circuits, state);
  });
  const list = h(
    'dl',
    { class: 'facts' },
    h('div', {}, h('dt', {}, 'Forecast'), forecast()),
    rows.map(({ element }) => element),
    h('div', {}, h('dt', {}, 'Services'), circuits),
  );
  return panel('behind', 'Behind the scenes', undefined, list);
}

function makeLine([term, read]) {
  const value = h('strong');
  const note = h('span', { class: 'hint' });
  const element = h('div', {}, h('dt', {}, term), h('dd', {}, value, ' ', note));
  return {
    element,
    update: (state) => {
      const [text, words, tone] = read(state);
      setText(value, text);
      setText(note, words);
      setAttribute(element, 'data-tone', tone);
    },
  };
}

function waitingLine({ count, oldestAt }, allDone) {
  if (count === 0) return ['None', allDone];
  return [number(count), oldestAt ? `the oldest from ${fromNow(oldestAt)}` : ''];
}

function showCircuits(parent, { circuits, faults }) {
  const drawn = circuits.map(({ api, state }) => {
    const [tone, words] = CIRCUIT[state];
    const isFaulty = state === 'closed' && faults.some((fault) => fault.api === api);
    return [`${apiName(api)} ${isFaulty ? 'answers, with a fault' : words}`, isFaulty ? 'warn' : tone];
  });
  if (parent.dataset.drawn === String(drawn)) return;
  parent.dataset.drawn = String(drawn);
  parent.replaceChildren(...drawn.map(([words, tone]) => pill(words, tone)));
}
