import { read } from './api.js';
import { on } from './bus.js';
import { suppress } from './commands.js';
import { h, setText } from './dom.js';
import { duration, money, time, timeThere, when } from './format.js';
import { button, concealed, facts, hint, pill } from './parts.js';
import { leadPath, leave } from './router.js';
import { callStanding, isOver, sentence } from './words.js';

const sheet = document.getElementById('sheet');
let shown;
let lines = [];

/** One call in full, beside whatever view is open; follows it while it is up. @param viewBehind its address */
export function listenToCalls(viewBehind) {
  sheet.addEventListener('close', () => {
    if (shown) leave(viewBehind());
    shown = undefined;
    // Nobody's number stays behind.
    sheet.replaceChildren();
  });
  sheet.addEventListener('click', ({ target }) => {
    if (target === sheet) sheet.close();
  });
  on('line', (line) => {
    if (line.callId !== shown) return;
    lines.push(line);
    showLines(lines);
  });
  on('call', ({ id }) => {
    if (id === shown) void openCall(id);
  });
}

export async function openCall(id) {
  if (shown !== id) draw('Call', hint('Reading the call…', { role: 'status' }));
  shown = id;
  if (!sheet.open) sheet.showModal();
  try {
    const call = await read(`/api/calls/${encodeURIComponent(id)}`);
    if (shown !== id) return;
    lines = call.transcript && isOver(call) ? turnsOf(call.transcript) : call.liveLines;
    draw(call.leadName ?? call.phoneMasked ?? 'Call', ...content(call));
    showLines(lines);
  } catch (error) {
    if (shown !== id) return;
    const words = error.status === 404 ? 'There is no such call; it may have been erased.' : error.message;
    draw('Call', h('p', { class: 'error', role: 'alert' }, words));
  }
}

/** The route has gone elsewhere. */
export function closeCall() {
  shown = undefined;
  if (sheet.open) sheet.close();
}

/** Where the focus and the eyes were they stay. */
function draw(title, ...parts) {
  const focused = sheet.contains(document.activeElement) && document.activeElement.id;
  const scrolled = sheet.scrollTop;
  const close = button('✕', () => sheet.close(), {
    id: 'sheet-close',
    class: 'quiet',
    'aria-label': 'Close',
  });
  sheet.replaceChildren(h('header', {}, h('h2', { id: 'sheet-title' }, title), close), ...parts);
  sheet.scrollTop = scrolled;
  if (sheet.open) (document.getElementById(focused) ?? close).focus();
}

function content(call) {
  const at = call.startedAt ?? call.createdAt;
  const there = timeThere(at, call.timezone);
  const never =
    call.phone &&
    button('Never call again', () => suppress(call.phone), { id: 'sheet-never', class: 'small' });
  return [
    h(
      'p',
      {},
      pill(...callStanding(call)),
      call.optedOut && call.disposition !== 'opted-out' && ' and opted out',
    ),
    call.summary && h('p', { class: 'lead-in' }, call.summary),
    call.nextAction && h('p', { class: 'lead-in' }, h('strong', {}, 'Next: '), call.nextAction),
    facts([
      [
        'Number',
        h('span', { class: 'inline' }, concealed(call.phoneMasked, call.phone, { id: 'sheet-show' }), never),
      ],
      ['Lead', call.leadId && h('a', { href: leadPath(call.leadId) }, call.leadName ?? 'Its page')],
      ['Attempt', call.attempt],
      ['Began', there ? `${when(at)} · ${there}` : when(at)],
      ['Length', duration(call.durationSeconds)],
      ['Cost', money(call.costUsd)],
      ['Why it ended', call.endedReason && sentence(call.endedReason)],
      ['Called from', call.callerId],
      ['Script', call.scriptVersion],
    ]),
    recording(call),
    h('h3', { id: 'said-title' }, isOver(call) ? 'What was said' : 'What is being said'),
    h('ol', { class: 'transcript', 'aria-labelledby': 'said-title' }),
    more(
      'What the analysis found',
      Object.entries(call.analysis ?? {})
        .map(readable)
        .filter(Boolean),
    ),
    more(
      'Why it was made',
      call.decisions.map(({ moment, verdict, decidedAt }) => [
        when(decidedAt),
        `${sentence(moment)}: ${verdict}`,
      ]),
    ),
  ].filter(Boolean);
}

function recording({ recordingUrl }) {
  if (!/^https?:\/\//i.test(recordingUrl ?? '')) return undefined;
  // The policy of this page plays nothing that does not come over HTTPS.
  const player = recordingUrl.startsWith('https:') && { controls: true, preload: 'none', src: recordingUrl };
  const link = { href: recordingUrl, target: '_blank', rel: 'noopener noreferrer' };
  return h(
    'div',
    { class: 'inline recording' },
    player && h('audio', { ...player, 'aria-label': 'Recording' }),
    h('a', link, 'Open the recording'),
  );
}

/** The provider's transcript: a line for each turn, which begins with who speaks. */
function turnsOf(transcript) {
  const turns = transcript.split('\n').filter((line) => line.trim() !== '');
  return turns.map((line) => {
    const [, who, text] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
    return who ? { role: /^(user|customer|human)$/i.test(who) ? 'customer' : 'agent', text } : { text: line };
  });
}

function showLines(all) {
  const list = sheet.querySelector('.transcript');
  if (!list) return;
  if (all.length === 0) return setText(list, 'Nothing yet.');
  if (list.childElementCount === 0) list.replaceChildren();
  for (const { role, text, at } of all.slice(list.childElementCount)) {
    const who = role && h('strong', {}, role === 'agent' ? 'Laura' : 'They');
    list.append(h('li', { 'data-role': role }, who, text, at && h('time', { datetime: at }, time(at))));
  }
}

function more(title, pairs) {
  return pairs.length > 0 && h('details', {}, h('summary', {}, title), facts(pairs));
}

/** What of an analysis can be shown as a line. */
function readable([name, value]) {
  return ['string', 'number', 'boolean'].includes(typeof value) && [sentence(name), String(value)];
}
