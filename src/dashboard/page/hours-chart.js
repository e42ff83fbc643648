import { read } from './api.js';
import { on, paced } from './bus.js';
import { h, setText } from './dom.js';
import { hour, number, percent, plural } from './format.js';
import { hint } from './parts.js';

/** Hours drawn at least: a campaign that has just begun is not one wide bar. */
const LEAST_HOURS = 12;
const HEIGHT = 200;

/** Calls and answers by hour, as a chart and as a table. */
export function hoursChart() {
  const plot = h('div', { class: 'plot', 'aria-hidden': 'true' });
  const caption = hint('\u00a0');
  const key = (name, words) => h('span', { 'data-key': name }, words);
  const keys = [key('calls', 'Calls'), key('answered', 'Answered'), key('rate', 'Answer rate')];
  const rows = h('tbody');
  const head = ['Hour', 'Calls', 'Answered', 'Rate'].map((name) => h('th', { scope: 'col' }, name));
  const table = h('table', {}, h('thead', {}, h('tr', {}, head)), rows);
  let hours = [];
  let chart;

  function draw(isAnew) {
    if (plot.clientWidth === 0) return;
    const isSame = chart?.width === plot.clientWidth && !isAnew;
    if (isSame) return chart.setData(columns(hours));
    chart?.destroy();
    const tell = (index) => setText(caption, hours[index] ? describe([hours[index]]) : describe(hours));
    chart = new window.uPlot(options(plot, tell), columns(hours), plot);
  }

  const refresh = paced(4_000, async () => {
    const answer = await read('/api/campaign/hours').catch(() => undefined);
    if (!answer) return setText(caption, 'The hours cannot be read just now; they will be tried again.');
    const busy = answer.hours.findIndex(({ calls }) => calls > 0);
    const most = answer.hours.length - LEAST_HOURS;
    hours = answer.hours.slice(Math.max(0, busy < 0 ? most : Math.min(busy, most)));
    setText(caption, describe(hours));
    rows.replaceChildren(...hours.toReversed().map(tableRow));
    draw();
  });
  for (const name of ['calls', 'shown', 'resync']) on(name, refresh);
  new ResizeObserver(() => draw()).observe(plot);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(true));
  setInterval(refresh, 60_000);
  refresh();
  const details = h('details', {}, h('summary', {}, 'The same as a table'), table);
  return h('div', {}, h('div', { class: 'key', 'aria-hidden': 'true' }, keys), plot, caption, details);
}

function columns(hours) {
  return [
    hours.map(({ at }) => Date.parse(at) / 1000),
    hours.map(({ calls }) => calls),
    hours.map(({ answered }) => answered),
    hours.map(({ calls, answered }) => (calls > 0 ? (100 * answered) / calls : null)),
  ];
}

function tableRow({ at, calls, answered }) {
  const cells = [number(calls), number(answered), percent(answered, calls)].map((text) => h('td', {}, text));
  return h('tr', {}, h('th', { scope: 'row' }, hour(at)), cells);
}

function describe(hours) {
  const calls = hours.reduce((sum, one) => sum + one.calls, 0);
  const answered = hours.reduce((sum, one) => sum + one.answered, 0);
  const which = hours.length === 1 ? `From ${hour(hours[0].at)}` : `In ${hours.length} hours`;
  return `${which}: ${plural(calls, 'call')}, ${number(answered)} answered, ${percent(answered, calls)}`;
}

/** @param tell called with the index of the hour that is pointed at, or with none */
function options(plot, tell) {
  // Colours in pairs are settled for the scheme of the day only where one is used.
  const probe = plot.appendChild(h('span'));
  const colour = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const font = `12px ${getComputedStyle(plot).fontFamily}`;
  const axis = { stroke: colour('--muted'), ticks: { show: false }, grid: { show: false }, font };
  const bars = {
    paths: window.uPlot.paths.bars({ size: [0.7, 36], radius: 0.1 }),
    width: 0,
    points: { show: false },
  };
  const made = {
    width: plot.clientWidth,
    height: HEIGHT,
    padding: [8, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false }, points: { show: false } },
    scales: {
      x: { range: (chart, least, most) => [least - 1_800, most + 1_800] },
      y: { range: (chart, least, most) => [0, Math.max(4, most * 1.15)] },
      rate: { range: [0, 100] },
    },
    axes: [
      { ...axis, space: 60, values: (chart, ticks) => ticks.map((tick) => hour(tick * 1000)) },
      {
        ...axis,
        size: 40,
        grid: { stroke: colour('--line'), width: 1 },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500],
      },
      {
        ...axis,
        size: 52,
        scale: 'rate',
        side: 1,
        values: (chart, ticks) => ticks.map((tick) => `${tick} %`),
      },
    ],
    series: [
      {},
      { ...bars, fill: colour('--bar') },
      { ...bars, fill: colour('--accent') },
      { scale: 'rate', stroke: colour('--rate'), width: 2, points: { size: 6, fill: colour('--surface') } },
    ],
    hooks: { setCursor: [({ cursor }) => tell(cursor.idx)] },
  };
  probe.remove();
  return made;
}
