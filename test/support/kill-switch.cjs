/**
 * Preloaded (`node --require`) into a process that is to die: SIGKILL, from inside, at one named step of its work.
 *
 * `KILL_AT=<when>:<what>:<n>`, the n-th occasion on which what is told below happens; `*` stands for any characters.
 *   `commit [tables]`      the database commits; `tables` are those written to, sorted, with `+` in between. A writing
 *                          statement outside a transaction is a commit by itself.
 *   `METHOD /path`         a request to another service, without its query.
 *   `webhook`              the answer to a webhook.
 * `when` is `before`, `after` (it is done, and nobody in the process knows it yet) or, for requests only, `sent` (all
 * of it has gone out and no answer is awaited).
 *
 * `KILL_TRACE=<file>` appends the name of each step as the process comes by it. `AWAIT_ORDERS=1` loads the service's
 * modules, which takes the longer half of a start, and then waits for further variables, as JSON, on standard input.
 */
const { subscribe } = require('node:diagnostics_channel');
const { appendFileSync, readFileSync, writeSync } = require('node:fs');
const { ServerResponse } = require('node:http');

if (process.env.AWAIT_ORDERS) {
  require('../../dist/app.module.js');
  Object.assign(process.env, JSON.parse(readFileSync(0, 'utf8')));
}

const { KILL_AT = '', KILL_TRACE } = process.env;
const [, when, what, ordinal] = /^(\w+):(.+):(\d+)$/.exec(KILL_AT) ?? [];
const pattern = what && new RegExp(`^${what.split('*').map(escaped).join('.*')}$`);
let left = Number(ordinal);

function escaped(text) {
  return text.replace(/[\\^$.|?+()[\]{}/]/g, '\\$&');
}

/** The process passes here. A commit answers to its tables and to `commit` alone. */
function pass(moment, step) {
  if (KILL_TRACE) appendFileSync(KILL_TRACE, `${moment}:${step}\n`);
  if (moment !== when || !(pattern.test(step) || step.startsWith(`${what} `))) return;
  left -= 1;
  if (left === 0) die(`${moment}:${step}`);
}

function die(step) {
  writeSync(2, `Killed at ${step}\n`);
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const WRITES =
  /\b(?:insert\s+into|delete\s+from|(?<!\b(?:for|do|key)\s+)update)\s+(?:only\s+)?((?:"?\w+"?\.)?"?\w+"?)/gi;

function tablesIn(sql) {
  return [...sql.matchAll(WRITES)].map(([, name]) => name.replaceAll('"', '').split('.').at(-1));
}

function commitOf(tables) {
  return `commit ${[...new Set(tables)].sort().join('+')}`.trim();
}

/** `pg`: one connection, one transaction at a time. */
const { Client } = require('pg');
const open = new WeakMap();
const query = Client.prototype.query;
Client.prototype.query = function (config, ...rest) {
  const sql = String(typeof config === 'string' ? config : (config?.text ?? ''));
  const transaction = open.get(this);
  if (/^\s*(begin|start transaction)\b/i.test(sql) && !/\bcommit\b/i.test(sql)) open.set(this, []);
  if (/^\s*rollback\b(?!\s+to)/i.test(sql)) open.delete(this);
  const ends = /^\s*commit\b/i.test(sql);
  if (transaction && !ends) transaction.push(...tablesIn(sql));
  const tables = ends ? (transaction ?? []) : transaction ? [] : tablesIn(sql);
  if (ends) open.delete(this);
  if (tables.length === 0) return query.call(this, config, ...rest);
  const step = commitOf(tables);
  pass('before', step);
  const callback = rest.at(-1);
  if (typeof callback === 'function') {
    const told = (error, ...results) => {
      if (!error) pass('after', step);
      callback(error, ...results);
    };
    return query.call(this, config, ...rest.slice(0, -1), told);
  }
  const answer = query.call(this, config, ...rest);
  if (typeof answer?.then !== 'function') return answer;
  return answer.then((result) => {
    pass('after', step);
    return result;
  });
};

/** The embedded database. What its `transaction` is given has written by the time that it returns. */
const { PGlite } = require('@electric-sql/pglite');
const base = { query: PGlite.prototype.query, transaction: PGlite.prototype.transaction };
PGlite.prototype.query = async function (sql, ...rest) {
  const tables = tablesIn(sql);
  if (tables.length === 0) return await base.query.call(this, sql, ...rest);
  pass('before', commitOf(tables));
  const result = await base.query.call(this, sql, ...rest);
  pass('after', commitOf(tables));
  return result;
};
PGlite.prototype.transaction = async function (work) {
  const tables = [];
  let isClosed = true;
  const result = await base.transaction.call(this, async (transaction) => {
    const inner = transaction.query;
    transaction.query = async (sql, ...rest) => {
      tables.push(...tablesIn(sql));
      return await inner.call(transaction, sql, ...rest);
    };
    const made = await work(transaction);
    isClosed = transaction.closed || tables.length === 0;
    if (!isClosed) pass('before', commitOf(tables));
    return made;
  });
  if (!isClosed) pass('after', commitOf(tables));
  return result;
};

/** Requests to others: Node tells of each on these channels, whichever package makes it. */
const nameOf = ({ method, path }) => `${method} ${path.split('?')[0]}`;
subscribe('http.client.request.created', ({ request }) => {
  pass('before', nameOf(request));
  request.once('finish', () => pass('sent', nameOf(request)));
});
subscribe('http.client.response.finish', ({ request }) => pass('after', nameOf(request)));

/** Webhooks: by the time that their answer is begun they are stored. */
const isWebhook = (request) => /^\/(vapi-webhook|twilio-status)\b/.test(request?.url ?? '');
const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function (...given) {
  if (isWebhook(this.req)) pass('before', 'webhook');
  return writeHead.apply(this, given);
};
subscribe('http.server.response.finish', ({ request }) => isWebhook(request) && pass('after', 'webhook'));
