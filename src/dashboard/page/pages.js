import { h, setText } from './dom.js';
import { button, hint } from './parts.js';

/**
 * Pages of a list, one at a time, by the server's cursors.
 * @param load `(cursor) => Promise<{ items, next }>`; what it throws is shown, with a way to try again
 * @param show `(items) => void`
 * @param empty what to say, and to do, if there is nothing
 */
export function pages({ load, show, empty }) {
  const cursors = [undefined];
  const back = button('Back', () => turn(() => cursors.pop()));
  const onward = button('Next', () => turn(() => cursors.push(next)));
  const place = hint();
  const words = h('p', { class: 'empty', role: 'status' });
  const again = button('Try again', read, { hidden: true });
  const turning = h('nav', { class: 'pages', 'aria-label': 'Pages' }, back, place, onward);
  let next;
  let asked = 0;

  async function read() {
    const mine = (asked += 1);
    let answer;
    let failure;
    try {
      answer = await load(cursors.at(-1));
    } catch (error) {
      failure = `The list cannot be read. ${error.message}`;
    }
    if (mine !== asked) return;
    if (answer) show(answer.items);
    next = answer?.next ?? undefined;
    setText(words, failure ?? (answer.items.length === 0 ? empty : ''));
    again.hidden = !failure;
    back.disabled = cursors.length === 1;
    onward.disabled = next === undefined;
    turning.hidden = back.disabled && onward.disabled;
    setText(place, `Page ${cursors.length}`);
  }

  async function turn(move) {
    move();
    await read();
  }

  return {
    element: h('div', {}, words, again, turning),
    isFirst: () => cursors.length === 1,
    first: async () => await turn(() => cursors.splice(1)),
    again: read,
  };
}
