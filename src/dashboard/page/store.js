import { read } from './api.js';
import { emit, on } from './bus.js';
import { setClock } from './campaign-clock.js';
import { isOver } from './words.js';

/** Calls that ended and are remembered here; the list of calls reads its own pages. */
const RECENT = 30;

let latest;
const active = new Map();
const recent = new Map();
const lastLines = new Map();

/** The campaign's state as last heard; undefined before the first. */
export const state = () => latest;

/** Calls that are not over, in the order in which they began. */
export const activeCalls = () => [...active.values()].toSorted(byCreation);

/** Calls that are over, newest first. */
export const recentCalls = () => [...recent.values()].toSorted(byCreation).toReversed().slice(0, RECENT);

/** What was said last in a call that is up. */
export const lastLine = (callId) => lastLines.get(callId);

function byCreation(one, other) {
  return one.createdAt.localeCompare(other.createdAt) || one.id.localeCompare(other.id);
}

/** Reads everything, and listens from then on. Emits `campaign` and `calls` after changes. */
export async function fill() {
  const [campaign, up, past] = await Promise.all([
    read('/api/campaign'),
    read('/api/calls?status=active&limit=200'),
    read(`/api/calls?limit=${RECENT}`),
  ]);
  active.clear();
  for (const call of [...up.items, ...past.items]) keep(call);
  emit('state', campaign);
  emit('calls');
}

on('state', (campaign) => {
  latest = campaign;
  setClock(campaign.now);
  emit('campaign', campaign);
});

on('call', (call) => {
  keep(call);
  emit('calls', call);
});

on('line', ({ callId, ...line }) => {
  if (!active.has(callId)) return;
  lastLines.set(callId, line);
  emit('said', { callId, ...line });
});

function keep(call) {
  if (!isOver(call)) {
    active.set(call.id, call);
    return;
  }
  active.delete(call.id);
  lastLines.delete(call.id);
  recent.set(call.id, call);
  if (recent.size > 2 * RECENT) {
    const kept = new Set(recentCalls().map(({ id }) => id));
    for (const id of recent.keys()) if (!kept.has(id)) recent.delete(id);
  }
}
