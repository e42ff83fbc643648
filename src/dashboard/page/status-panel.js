import { on } from './bus.js';
import { say, stopEverything, togglePause } from './commands.js';
import { h, listOf, setAttribute, setText } from './dom.js';
import { fromNow } from './format.js';
import { button, hint } from './parts.js';
import { apiName, commandWords, signature, standing } from './words.js';

const COLOURS = { good: '1f8a55', info: '5b6b8c', warn: 'c77700', bad: 'c8372d' };

/** The first thing an operator looks for: is it running, and if not, why and what to do. */
export function statusPanel() {
  const title = h('h1', { id: 'status', tabindex: '-1' }, 'Connecting');
  const why = h('p', { class: 'why' });
  const remedy = h('p', { class: 'remedy' });
  const last = hint('', { class: 'hint last-command' });
  const toggle = button('Pause', togglePause, { class: 'primary', disabled: true });
  const stop = button('Stop everything now', stopEverything, { class: 'danger', disabled: true });
  const faults = h('ul', { class: 'faults' });
  const element = h(
    'section',
    { class: 'status', 'aria-labelledby': 'status' },
    h('div', {}, title, why, remedy),
    h('div', { class: 'actions' }, toggle, stop, last),
    faults,
  );
  const showFaults = listOf(faults, ({ api, message }) => `${api} ${message}`, makeFault);
  let told;
  on('campaign', (state) => {
    const now = standing(state);
    setAttribute(element, 'data-tone', now.tone);
    setText(title, now.title);
    setText(why, now.why);
    setText(remedy, now.remedy);
    setText(toggle, state.paused ? 'Resume' : 'Pause');
    toggle.disabled = stop.disabled = false;
    const command = state.lastCommand;
    setText(last, command ? `${commandWords(command)}: ${signature(command)}` : '');
    showFaults(state.faults);
    dress(state, now);
    // That it begins to dial and waits again, call by call, is no news to be read out.
    if (told && told.why !== now.why && (told.tone !== 'good' || now.tone !== 'good'))
      say(`${now.title}. ${now.why}`);
    told = now;
  });
  return element;
}

function makeFault({ api, message, since, needsOperator }) {
  const age = h('span', { class: 'hint' });
  const tone = needsOperator ? 'bad' : 'warn';
  const element = h('li', { 'data-tone': tone }, h('strong', {}, apiName(api)), h('span', {}, message), age);
  const heals = needsOperator ? 'somebody has to mend it' : 'it heals by itself';
  return { element, update: () => setText(age, `${fromNow(since)}; ${heals}`) };
}

/** The tab tells it too: title and icon. */
function dress({ name, lines }, { tone, title }) {
  document.title = `${title}${lines.inUse > 0 ? ` ${lines.inUse}/${lines.limit}` : ''} · ${name} · Laura`;
  setText(document.getElementById('campaign'), name);
  setAttribute(document.getElementById('mark'), 'data-tone', tone);
  const circle = `<circle cx='8' cy='8' r='6' fill='%23${COLOURS[tone]}'/>`;
  const icon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${circle}</svg>`;
  setAttribute(document.getElementById('icon'), 'href', icon);
}
