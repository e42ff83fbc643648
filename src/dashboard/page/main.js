import { behindPanel } from './behind-panel.js';
import { emit, on, paced } from './bus.js';
import { closeCall, listenToCalls, openCall } from './call-sheet.js';
import { callsView } from './calls-view.js';
import { logOut, togglePause, whoAmI } from './commands.js';
import { controlsView } from './controls-view.js';
import { h, setAttribute, setText } from './dom.js';
import { factsPanel } from './facts-panel.js';
import { hoursChart } from './hours-chart.js';
import { listenToKeys, showHelp } from './keyboard.js';
import { leadPage } from './lead-page.js';
import { leadsPanel } from './leads-panel.js';
import { leadsView } from './leads-view.js';
import { linesPanel } from './lines-panel.js';
import { follow } from './live.js';
import { optOutsView } from './opt-outs-view.js';
import { outcomesPanel } from './outcomes-panel.js';
import { panel } from './parts.js';
import { recentPanel } from './recent-panel.js';
import { parseRoute, route } from './router.js';
import { statusPanel } from './status-panel.js';
import { fill } from './store.js';

const main = document.getElementById('main');
const makers = {
  now: nowView,
  calls: callsView,
  leads: leadsView,
  lead: leadPage,
  'opt-outs': optOutsView,
  controls: controlsView,
};
const views = new Map();
let current;
let behind = '#/';

function nowView() {
  const today = panel(
    'today',
    'Today',
    undefined,
    h('div', { class: 'today' }, hoursChart(), outcomesPanel()),
  );
  const first = [statusPanel(), factsPanel(), linesPanel(), today];
  const element = h('div', { class: 'now' }, first, recentPanel(), leadsPanel(), behindPanel());
  return { element, show: () => emit('shown') };
}

/** Views are made when first wanted and kept: what was typed and read in them is there on return. */
function view(name) {
  if (!views.has(name)) {
    const made = makers[name]();
    made.element.hidden = true;
    main.append(made.element);
    views.set(name, made);
  }
  return views.get(name);
}

function show(next) {
  const isSheet = next.view === 'calls' && next.id !== undefined;
  if (isSheet) {
    if (current === undefined) open(parseRoute('#/'), false);
    void openCall(next.id);
    return;
  }
  closeCall();
  open({ ...next, from: behind }, current !== undefined);
  behind = location.hash || '#/';
}

/** @param isMove from another view: then the focus goes along, to the title */
function open(next, isMove) {
  const name = next.view === 'leads' && next.id !== undefined ? 'lead' : next.view;
  const isOther = current !== name;
  const opened = view(name);
  for (const other of views.values()) other.element.hidden = other !== opened;
  for (const link of document.querySelectorAll('nav [data-view]')) {
    setAttribute(link, 'aria-current', link.dataset.view === next.view && 'page');
  }
  // Back from a sheet: all is as it was.
  if (!isOther && next.from === location.hash) return;
  current = name;
  opened.show(next);
  if (!isMove || !isOther) return;
  scrollTo(0, 0);
  opened.element.querySelector('h1')?.focus({ preventScroll: true });
}

function search() {
  if (current !== 'leads') location.hash = '#/leads';
  // The view is opened by the change of address, which comes after this.
  setTimeout(() => view('leads').focus());
}

function showConnection({ state, words }) {
  const live = document.getElementById('live');
  const before = live.dataset.state;
  setText(live, words);
  setAttribute(live, 'data-state', state);
  if (before && before !== state && state !== 'reconnecting') emit('news', words);
}

async function greet() {
  const session = await whoAmI();
  if (session?.name) setText(document.getElementById('logout'), `Log out ${session.name}`);
}

async function fillAll() {
  try {
    await fill();
  } catch (error) {
    emit('news', `The campaign cannot be read. ${error.message}`);
    setTimeout(refill, 5_000);
  }
}
const refill = paced(2_000, fillAll);

on('connection', showConnection);
on('resync', refill);
on('news', (words) => setText(document.getElementById('news'), words));
listenToCalls(() => behind);
listenToKeys({ togglePause, search });
document.getElementById('logout').addEventListener('click', logOut);
document.getElementById('help').addEventListener('click', showHelp);
document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
view('now');
// What is shown depends on the campaign's time, so that is read before anything.
await fillAll();
route(show);
follow();
await greet();
