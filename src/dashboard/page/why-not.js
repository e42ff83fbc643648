import { h } from './dom.js';
import { fromNow, timeThere, when } from './format.js';
import { hint } from './parts.js';

/** Whether a lead may be called now; if not, each thing in the way, what it rests on and when it ends. */
export function whyNot({ eligible, reasons, nextEligibleAt, decidedAt }, { timezone }) {
  const rows = reasons.map(({ reason, citation, retryAt }) => {
    const heals = retryAt ? `until ${when(retryAt)}` : 'until somebody changes it';
    return h('li', {}, h('strong', {}, reason), h('small', {}, `${citation} · ${heals}`));
  });
  const tone = eligible ? 'good' : nextEligibleAt ? 'info' : 'warn';
  return h(
    'section',
    { class: 'why-not', 'data-tone': tone, 'aria-labelledby': 'why-title' },
    h('h2', { id: 'why-title' }, eligible ? 'May be called now' : 'Why it is not being called'),
    h('p', {}, verdict(eligible, nextEligibleAt, timezone)),
    h('ul', {}, rows),
    hint(`As judged at ${when(decidedAt)}; it is judged again before every call.`),
  );
}

function verdict(eligible, nextEligibleAt, zone) {
  if (eligible) return 'Nothing stands in the way: it is called when its turn comes.';
  if (!nextEligibleAt) return 'Time alone does not change that: somebody has to.';
  const there = timeThere(nextEligibleAt, zone);
  return `It may be called from ${when(nextEligibleAt)}${there && ` (${there} there)`}, ${fromNow(nextEligibleAt)}.`;
}
