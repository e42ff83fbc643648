import { read } from './api.js';
import { on, paced } from './bus.js';
import { campaignNow } from './campaign-clock.js';
import { markLead, redial, suppress } from './commands.js';
import { h, setText } from './dom.js';
import { timeIn, timeThere, when } from './format.js';
import { button, concealed, facts, hint, pill } from './parts.js';
import { callPath } from './router.js';
import { leadTone, sentence } from './words.js';
import { whyNot } from './why-not.js';

/** All that is known of one lead: why it is not being called, what was done, and what may be done now. */
export function leadPage() {
  const title = h('h1', { id: 'lead-title', tabindex: '-1' }, 'Lead');
  const body = h('div');
  const back = h('a', { href: '#/leads' }, '← Leads');
  const element = h(
    'section',
    { class: 'view', 'aria-labelledby': 'lead-title' },
    back,
    h('header', {}, title),
    body,
  );
  let id;

  async function refresh() {
    const mine = id;
    const path = `/api/leads/${encodeURIComponent(mine)}`;
    try {
      const [lead, eligibility] = await Promise.all([read(path), read(`${path}/eligibility`)]);
      if (mine === id) draw(lead, eligibility);
    } catch (error) {
      if (mine !== id) return;
      const words = error.status === 404 ? 'There is no such lead in this campaign.' : error.message;
      body.replaceChildren(h('p', { class: 'error', role: 'alert' }, words), button('Try again', refresh));
    }
  }

  function draw(lead, eligibility) {
    const focused = body.contains(document.activeElement) && document.activeElement.id;
    setText(title, lead.name ?? lead.company ?? lead.phoneMasked ?? 'A lead without a name');
    const about = [lead.company, lead.statusReason].filter(Boolean).join(' · ');
    body.replaceChildren(
      h('p', { class: 'inline' }, pill(sentence(lead.status), leadTone(lead.status)), about),
      whyNot(eligibility, lead),
      commands(lead),
      h('div', { class: 'columns' }, known(lead), timeline(lead)),
    );
    document.getElementById(focused)?.focus();
  }

  function commands(lead) {
    const then = (command) => async () => {
      if (await command()) await refresh();
    };
    const never = () => suppress(lead.phone);
    return h(
      'div',
      { class: 'actions start' },
      button(
        'Redial',
        then(() => redial(lead)),
        { id: 'lead-redial' },
      ),
      button(
        'Mark',
        then(() => markLead(lead)),
        { id: 'lead-mark' },
      ),
      lead.phone && button('Never call again', then(never), { id: 'lead-never' }),
    );
  }

  const follow = paced(1_500, async () => {
    if (!element.hidden) await refresh();
  });
  on('call', (call) => call.leadId === id && follow());
  on('suppressed', follow);
  on('resync', follow);
  return {
    element,
    show: (route) => {
      if (/^#\/leads(\?|$)/.test(route.from)) back.setAttribute('href', route.from);
      if (id !== route.id) body.replaceChildren(hint('Reading the lead…', { role: 'status' }));
      id = route.id;
      void refresh();
    },
  };
}

function known(lead) {
  const zones = lead.zones.length > 0 ? lead.zones : [lead.timezone].filter(Boolean);
  const both = (at) => at && [when(at), timeThere(at, lead.timezone)].filter(Boolean).join(' · ');
  const { level, at, expiresAt, source, evidence } = lead.consent;
  const fields = Object.entries(lead.fields).filter(([, value]) => typeof value !== 'object');
  return h(
    'section',
    { 'aria-labelledby': 'known-title' },
    h('h2', { id: 'known-title' }, 'What is known'),
    facts([
      ['Number', lead.phoneMasked && concealed(lead.phoneMasked, lead.phone, { id: 'lead-show' })],
      ['E-mail', lead.email],
      ['Time there', zones.map((zone) => `${timeIn(campaignNow(), zone)} (${placeOf(zone)})`).join(', ')],
      ['Where', [lead.state, lead.country].filter(Boolean).join(', ')],
      ['Attempts', lead.attempts],
      ['Next attempt', both(lead.dueAt)],
      ['Callback', both(lead.callbackAt)],
      ['Do not call', lead.doNotCall ? 'Yes, says the lead source' : 'No'],
      ['Consent', [sentence(level), source].filter(Boolean).join(', ')],
      ['Consent given', both(at)],
      ['Consent ends', both(expiresAt)],
      ['Evidence', evidence],
      ['Notes', lead.notes],
      ['Record', lead.sourceId],
      ...fields.map(([name, value]) => [name, String(value ?? '')]),
    ]),
  );
}

function placeOf(zone) {
  return zone.split('/').at(-1).replaceAll('_', ' ');
}

function timeline({ timeline: entries, timezone }) {
  const items = entries.map(({ at, kind, title, detail, id }) =>
    h(
      'li',
      {},
      h('time', { datetime: at }, when(at), h('small', {}, timeThere(at, timezone))),
      h(
        'div',
        {},
        kind === 'call' && id ? h('a', { href: callPath(id) }, title) : title,
        detail && hint(detail),
      ),
    ),
  );
  return h(
    'section',
    { 'aria-labelledby': 'timeline-title' },
    h('h2', { id: 'timeline-title' }, 'What happened'),
    items.length > 0
      ? h('ol', { class: 'timeline' }, items)
      : hint('Nothing has been done with this lead yet.'),
  );
}
