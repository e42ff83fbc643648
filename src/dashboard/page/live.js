import { read } from './api.js';
import { emit } from './bus.js';
import { time } from './format.js';

/** Longer than this (ms) without a word, where one comes each 15 s, and the line is taken for dead. */
const SILENCE_MS = 40_000;
/** From this on (ms) `reconnecting` is called `offline`. */
const OFFLINE_MS = 10_000;
const RETRY_MS = 3_000;

let source;
let heardAt = performance.now();
let lostAt;
let lostTime;

/**
 * Follows the server's events and emits them as `state`, `call` and `line`; `connection` says `live`, `reconnecting` or
 * `offline`, with words. `resync` asks everybody to read anew, since something may have been missed.
 */
export function follow() {
  connect();
  setInterval(watch, 1_000);
}

function connect() {
  source?.close();
  source = new EventSource('/api/events');
  heardAt = performance.now();
  source.addEventListener('open', heard);
  source.addEventListener('error', lost);
  source.addEventListener('ping', heard);
  for (const name of ['state', 'call', 'line']) {
    source.addEventListener(name, ({ data }) => {
      heard();
      emit(name, JSON.parse(data));
    });
  }
}

function heard() {
  heardAt = performance.now();
  if (lostAt !== undefined) emit('resync');
  lostAt = undefined;
  lostTime = undefined;
  emit('connection', { state: 'live', words: 'Live' });
}

function lost() {
  lostAt ??= performance.now();
  lostTime ??= new Date().toISOString();
  tell();
  // A browser gives up on an answer that is no stream, such as 401 or 503: read() tells a lost session.
  if (source.readyState === EventSource.CLOSED) {
    setTimeout(() => {
      read('/api/session')
        .catch(() => undefined)
        .then(connect);
    }, RETRY_MS);
  }
}

function watch() {
  if (lostAt === undefined && performance.now() - heardAt > SILENCE_MS) {
    lost();
    connect();
  } else if (lostAt !== undefined) tell();
}

function tell() {
  const isOffline = performance.now() - lostAt > OFFLINE_MS;
  emit('connection', {
    state: isOffline ? 'offline' : 'reconnecting',
    words: isOffline ? `Offline since ${time(lostTime)}` : 'Reconnecting',
  });
}
