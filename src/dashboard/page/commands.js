import { read, send } from './api.js';
import { emit } from './bus.js';
import { ask, reasonField } from './dialogs.js';
import { plural } from './format.js';
import { state } from './store.js';

/** Every command: what it asks, what it sends, what it says afterwards. Each resolves once it is done or thought better of. */

export async function togglePause() {
  if (!state()) return;
  await (state().paused ? resume() : pause());
}

async function pause() {
  const paused = await ask({
    title: 'Pause dialing?',
    body: 'No call begins from now on, on any replica. Calls that are up go on to their end.',
    fields: [reasonField('By hand')],
    action: 'Pause',
    run: (values) => send('/api/campaign/pause', values),
  });
  if (paused) settle(paused, 'Paused. Nobody is called until somebody resumes.');
}

async function resume() {
  const resumed = await ask({
    title: 'Resume dialing?',
    body: `It was paused for this reason: ${state().paused.reason}`,
    fields: [reasonField('It is in order again')],
    action: 'Resume',
    run: (values) => send('/api/campaign/resume', values),
  });
  if (resumed) settle(resumed, 'Resumed. Calls go out again.');
}

export async function stopEverything() {
  const { inUse } = state().lines;
  const stopped = await ask({
    title: 'Stop everything now?',
    body: [
      `Dialing pauses, and ${inUse === 1 ? 'the call' : `all ${plural(inUse, 'call')}`} in hand are hung up, in the middle of a sentence if need be.`,
      'Calls that were cut off cannot be put through again. To let them finish, pause instead.',
    ],
    fields: [reasonField('Emergency stop')],
    action: 'Stop everything',
    danger: true,
    run: (values) => send('/api/campaign/stop', values),
  });
  if (!stopped) return;
  const failed = stopped.failed ? ` ${plural(stopped.failed, 'call')} could not be ended: stop again.` : '';
  settle(stopped.state, `Stopped. ${plural(stopped.ended, 'call')} ended.${failed}`);
}

export async function changeLimits() {
  const { lines, dialRate } = state();
  const changed = await ask({
    title: 'Lines and pace',
    body: 'They hold on every replica from its next tick on. More than the configuration allows needs a new configuration.',
    fields: [
      {
        ...{ name: 'lines', label: 'Lines at once', type: 'number', value: lines.limit, min: 1 },
        ...{ max: lines.configured, step: 1, inputmode: 'numeric', hint: `1 to ${lines.configured}` },
      },
      {
        ...{ name: 'callsPerSecond', label: 'Calls begun in a second', type: 'number', step: 'any' },
        ...{ value: dialRate.perSecond, max: dialRate.configured, inputmode: 'decimal' },
        hint: `Above 0, up to ${dialRate.configured}`,
      },
    ],
    action: 'Change',
    run: (values) => send('/api/campaign/limits', values),
  });
  if (changed) settle(changed, 'Lines and pace are changed.');
}

/** @param scaling the answer of `GET /api/scaling` */
export async function scale(scaling) {
  const changed = await ask({
    title: 'Replicas',
    body: 'At 0 nothing runs: no calls, and no webhooks are taken. This page goes with it.',
    fields: [
      {
        ...{ name: 'replicas', label: 'Replicas', type: 'number', value: scaling.replicas },
        ...{ min: 0, max: 20, step: 1, inputmode: 'numeric', hint: '0 to 20' },
      },
      reasonField(),
    ],
    action: 'Change',
    danger: true,
    run: (values) => send('/api/scaling', values),
  });
  if (changed) say('The number of replicas is changed.');
  return changed;
}

/** @param phone known already, or undefined to have it asked for */
export async function suppress(phone) {
  const added = await ask({
    title: 'Never call a number again?',
    body: 'It holds for every campaign, from now on and for good: there is no taking it off again.',
    fields: [
      {
        ...{ name: 'phone', label: 'Phone number', type: 'tel', value: phone ?? '', maxlength: 64 },
        ...{
          readonly: phone !== undefined,
          hint: 'In any form; without a country code as of the United States.',
        },
      },
      { ...reasonField(), hint: 'Who asked, and how.' },
    ],
    action: 'Never call again',
    danger: true,
    run: (values) => send('/api/suppressions', values),
  });
  if (!added) return undefined;
  say('The number is suppressed. Nobody will call it.');
  emit('suppressed', added);
  return added;
}

export async function markLead(lead) {
  const words = [
    ['needs review', 'needs review: a person looks at it first'],
    ['new', 'new: may be called again'],
    ['called', 'called: it is settled'],
    ['left alone', 'left alone: nobody calls it'],
    ['opted out', 'opted out: never again, and its number with it'],
  ];
  const marked = await ask({
    title: 'Mark this lead',
    body: 'The status is written to Airtable too. “Opted out” cannot be taken back.',
    fields: [{ name: 'status', label: 'Status', options: words, value: 'needs review' }, reasonField()],
    action: 'Mark',
    run: (values) => send(`/api/leads/${encodeURIComponent(lead.id)}/mark`, values),
  });
  if (marked) say(`The lead is marked ${marked.status}.`);
  return marked;
}

export async function redial(lead) {
  const due = await ask({
    title: 'Call this lead again?',
    body: 'It becomes due now and goes through every check; outside lawful hours it waits for them.',
    fields: [reasonField()],
    action: 'Make it due',
    run: (values) => send(`/api/leads/${encodeURIComponent(lead.id)}/redial`, values),
  });
  if (due) say('The lead is due again.');
  return due;
}

export async function logOut() {
  await send('/api/session', undefined, 'DELETE');
  location.reload();
}

function settle(newState, words) {
  emit('state', newState);
  say(words);
}

/** Tells those who cannot see it change. */
export function say(words) {
  emit('news', words);
}

/** Who this session acts as; nothing if the server does not say. */
export async function whoAmI() {
  return await read('/api/session').catch(() => undefined);
}
