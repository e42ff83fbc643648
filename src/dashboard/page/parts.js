import { h, listOf, setAttribute, setText } from './dom.js';

/** The parts that panels and views are put together from. */

export function button(words, onclick, attributes = {}) {
  return h('button', { type: 'button', onclick, ...attributes }, words);
}

export function hint(text = '', attributes = {}) {
  return h('p', { class: 'hint', ...attributes }, text);
}

/** A section under its heading. @param beside what stands at the heading's other end */
export function panel(id, title, beside, ...content) {
  return h('section', { 'aria-labelledby': id }, h('header', {}, h('h2', { id }, title), beside), content);
}

/** A whole view under its title, which takes the focus when one comes there. */
export function viewOf(id, title, beside, ...content) {
  const heading = h('h1', { id, tabindex: '-1' }, title);
  return h('section', { class: 'view', 'aria-labelledby': id }, h('header', {}, heading, beside), content);
}

/** Terms and what they are, as `[term, node or text]`; those without a value are left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => (value ?? '') !== '' && value !== false);
  return h(
    'dl',
    { class: 'facts' },
    known.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  );
}

/** A bar for the eye: the number stands beside it. */
export function bar() {
  const filled = h('span');
  const element = h('span', { class: 'bar', 'aria-hidden': 'true' }, filled);
  const fill = (part, total) => {
    filled.style.width = total > 0 ? `${Math.min(100, (100 * part) / total)}%` : '0';
  };
  return { element, fill };
}

export function pill(words, tone) {
  return h('span', { class: 'pill', 'data-tone': tone }, words);
}

/**
 * A list in columns, each row of one height whatever it has to say.
 * @param columns by class name: `[heading, text(item), more]`, where more may be `{ small(item), tone(item) }`, or
 * `{ node(item) }` for what is made once instead of a text
 * @param hrefOf makes each row a link
 * @returns `{ element, show(items) }`
 */
export function rowsOf(kind, columns, { keyOf = ({ id }) => id, hrefOf } = {}) {
  const list = h('ol', { class: 'rows' });
  const names = Object.entries(columns);
  const headings = names.map(([name, [heading]]) => h('span', { class: name }, heading));
  const makeRow = (item) => {
    const cells = names.map(([name, [, text, more]]) => makeCell(item, name, text, more));
    const [tag, attributes] = hrefOf ? ['a', { href: hrefOf(item) }] : ['div', {}];
    const parts = cells.map(({ element }) => element);
    const row = h(tag, { class: `row ${kind}`, ...attributes }, parts);
    return { element: h('li', {}, row), update: (next) => cells.forEach((cell) => cell.update(next)) };
  };
  const head = h('div', { class: `row head ${kind}`, 'aria-hidden': 'true' }, headings);
  return { element: h('div', { class: 'list' }, head, list), show: listOf(list, keyOf, makeRow) };
}

function makeCell(item, name, text, { small, tone, node } = {}) {
  if (node) return { element: h('span', { class: name }, node(item)), update: () => {} };
  const words = h('span', tone && { class: 'pill' });
  const beside = small && h('small');
  return {
    element: h('span', { class: name }, words, beside && ' ', beside),
    update: (item) => {
      setText(words, text(item));
      if (beside) setText(beside, small(item));
      if (tone) setAttribute(words, 'data-tone', tone(item));
    },
  };
}

/** A form that looks for something. @param find called instead of leaving the page */
export function finder(label, find, ...content) {
  const onsubmit = (event) => {
    event.preventDefault();
    void find();
  };
  return h('form', { class: 'filters', role: 'search', 'aria-label': label, onsubmit }, content);
}

export function searchField(id, label, placeholder) {
  const input = h('input', { id, type: 'search', autocomplete: 'off', maxlength: 100, placeholder });
  return [input, h('label', { for: id }, label)];
}

/** Text that is worth hiding from the next desk: shown when asked for. */
export function concealed(masked, whole, attributes = {}) {
  const text = h('span', { class: 'number' }, masked);
  if (!whole) return text;
  const toggle = button(
    'Show',
    () => {
      const isShown = text.textContent === whole;
      setText(text, isShown ? masked : whole);
      setText(toggle, isShown ? 'Show' : 'Hide');
    },
    { class: 'small', ...attributes },
  );
  return h('span', { class: 'inline' }, text, toggle);
}
