import { on, paced } from './bus.js';
import { campaignNow, campaignSpeed } from './campaign-clock.js';
import { h, setAttribute, setText } from './dom.js';
import { duration, number, plural, timeIn } from './format.js';
import { hint, panel } from './parts.js';
import { callPath } from './router.js';
import { activeCalls, lastLine, recentCalls, state } from './store.js';
import { callStanding } from './words.js';

/** Lines that are drawn; a campaign may have more, which the list of calls shows. */
const SHOWN = 20;
/** How long a call that ended stays on its line (ms) if nobody needs the line. */
const LINGER_MS = 6_000;

/**
 * A switchboard: each line has a place of its own and each call stays on its line, so nothing jumps however fast calls
 * come and go. One that ended shows its outcome until the line is needed, or for some seconds.
 */
export function linesPanel() {
  const board = h('ol', { class: 'board' });
  const note = hint();
  const slots = [];
  const draw = paced(120, () => {
    place(slots, board);
    for (const slot of slots) slot.draw();
    setText(note, noteFor());
  });
  for (const name of ['campaign', 'calls', 'said']) on(name, draw);
  setInterval(draw, 1_000);
  return panel('on-the-line', 'On the line now', note, board);
}

function place(slots, board) {
  const calls = activeCalls();
  const wanted = Math.min(SHOWN, Math.max(state()?.lines.limit ?? 0, Math.min(calls.length, SHOWN)));
  while (slots.length < wanted) {
    const slot = makeSlot();
    slots.push(slot);
    board.append(slot.element);
  }
  while (slots.length > wanted && !slots.at(-1).isBusy()) slots.pop().element.remove();
  const byId = new Map(calls.map((call) => [call.id, call]));
  const ended = new Map(recentCalls().map((call) => [call.id, call]));
  for (const slot of slots) {
    const id = slot.callId();
    if (id && byId.has(id)) slot.take(byId.get(id));
    else if (id) slot.release(ended.get(id));
    byId.delete(id);
  }
  for (const call of byId.values()) {
    const free = slots.find((slot) => !slot.callId()) ?? longestOver(slots);
    if (!free) break;
    free.take(call);
  }
}

function longestOver(slots) {
  return slots.filter((slot) => !slot.isBusy()).toSorted((one, other) => one.overAt() - other.overAt())[0];
}

function makeSlot() {
  const dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
  const name = h('span', { class: 'name' });
  const words = h('span', { class: 'stands' });
  const length = h('span', { class: 'length' });
  const said = h('span', { class: 'said' });
  const link = h('a', {}, dot, name, words, length, said);
  const element = h('li', {}, link);
  let call;
  let overAt = 0;
  return {
    element,
    callId: () => call?.id,
    isBusy: () => call !== undefined && overAt === 0,
    overAt: () => overAt,
    take: (next) => {
      call = next;
      overAt = 0;
    },
    release: (ended) => {
      if (overAt === 0) overAt = performance.now();
      call = ended ?? call;
      const isWatched = element.matches(':hover, :focus-within');
      if (performance.now() - overAt > LINGER_MS && !isWatched) call = undefined;
    },
    draw: () => {
      setAttribute(link, 'href', call && callPath(call.id));
      const [standing, tone] = call ? callStanding(call) : ['Free', 'free'];
      setAttribute(element, 'data-tone', overAt && call ? `${tone} over` : tone);
      setText(name, call ? (call.leadName ?? call.phoneMasked) : 'Free line');
      setText(words, call ? standing : '');
      setText(length, call ? duration(secondsOf(call)) : '');
      setText(said, call ? sentenceFor(call, overAt) : '');
    },
  };
}

function secondsOf(call) {
  if (call.durationSeconds !== null && call.durationSeconds !== undefined) return call.durationSeconds;
  const since = call.startedAt ?? call.createdAt;
  return (campaignNow() - Date.parse(since)) / 1000;
}

function sentenceFor(call, overAt) {
  if (overAt) return call.summary ?? call.nextAction ?? '';
  const line = lastLine(call.id);
  if (line) return `${line.role === 'agent' ? 'Laura' : 'They'}: ${line.text}`;
  const there = call.timezone && `${timeIn(campaignNow(), call.timezone)} there`;
  return [call.phoneMasked, there].filter(Boolean).join(' · ');
}

function noteFor() {
  const up = activeCalls().length;
  const more = up > SHOWN ? ` (${number(up - SHOWN)} more in the list of calls)` : '';
  const faster = campaignSpeed() > 1 ? ` · campaign time runs ${campaignSpeed()} times as fast` : '';
  return up === 0 ? `No call is up${faster}` : `${plural(up, 'call')} up${more}${faster}`;
}
