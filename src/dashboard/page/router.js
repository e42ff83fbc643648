/**
 * Addresses: `#/`, `#/calls`, `#/calls/ID` (a sheet over the view before it), `#/leads`, `#/leads?q=…`, `#/leads/ID`,
 * `#/opt-outs`, `#/controls`.
 */
const VIEWS = ['calls', 'leads', 'opt-outs', 'controls'];

/** @returns `{ view, id, params }`, or nothing for a fragment that is no address of ours */
export function parseRoute(hash) {
  if (hash !== '' && !hash.startsWith('#/')) return undefined;
  const [path, search] = hash.slice(2).split('?');
  const [view, id] = path.split('/').map(decodeURIComponent);
  const params = new URLSearchParams(search ?? '');
  return VIEWS.includes(view) ? { view, id: id || undefined, params } : { view: 'now', params };
}

export const callPath = (id) => `#/calls/${encodeURIComponent(id)}`;
export const leadPath = (id) => `#/leads/${encodeURIComponent(id)}`;

let cameFromWithin = false;

/** Goes somewhere, so that going back from there is known to lead to a place of ours. */
export function go(hash) {
  location.hash = hash;
}

/** Closes what stands over a view: back to where it was opened from, or to that view. */
export function leave(fallback) {
  if (cameFromWithin) history.back();
  else location.replace(fallback);
}

/** @param show called with the route now and at every change */
export function route(show) {
  let last = location.hash;
  const change = () => {
    const found = parseRoute(location.hash);
    if (found) show(found);
  };
  window.addEventListener('hashchange', () => {
    cameFromWithin = last !== location.hash;
    last = location.hash;
    change();
  });
  change();
}
