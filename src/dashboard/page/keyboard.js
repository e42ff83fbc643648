import { h } from './dom.js';
import { openDialog } from './dialogs.js';

const KEYS = [
  ['p', 'Pause or resume'],
  ['/', 'Search leads'],
  ['g n', 'Go to Now'],
  ['g c', 'Go to Calls'],
  ['g l', 'Go to Leads'],
  ['g o', 'Go to Opt-outs'],
  ['g s', 'Go to Controls'],
  ['?', 'This help'],
  ['Esc', 'Close what is open'],
];
const PLACES = { n: '#/', c: '#/calls', l: '#/leads', o: '#/opt-outs', s: '#/controls' };
/** How long the second key after `g` is waited for (ms). */
const CHORD_MS = 1_500;

let chordUntil = 0;

/** @param does `{ togglePause(), search() }` */
export function listenToKeys(does) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target.closest?.('input, select, textarea, [contenteditable]')) return;
    const isChord = performance.now() < chordUntil;
    chordUntil = 0;
    if (isChord && PLACES[event.key]) location.hash = PLACES[event.key];
    else if (event.key === 'g') chordUntil = performance.now() + CHORD_MS;
    else if (event.key === 'p') does.togglePause();
    else if (event.key === '/') does.search();
    else if (event.key === '?') showHelp();
    else return;
    event.preventDefault();
  });
}

export function showHelp() {
  const close = h('button', { type: 'submit', class: 'primary' }, 'Close');
  openDialog(
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'question-title' }, 'Keys'),
      h(
        'dl',
        { class: 'keys' },
        KEYS.map(([keys, words]) =>
          h(
            'div',
            {},
            h(
              'dt',
              {},
              keys.split(' ').map((key) => h('kbd', {}, key)),
            ),
            h('dd', {}, words),
          ),
        ),
      ),
      h('p', { class: 'hint' }, 'The same over HTTP: ', h('a', { href: '/docs' }, 'the API, described'), '.'),
      h('div', { class: 'actions' }, close),
    ),
  );
  close.focus();
}
