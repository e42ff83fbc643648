import { CampaignReport } from './campaign-report';
import { count, dayName, percent } from './report-words';

const WIDTH = 860;

/** Text that is safe between tags and in attributes. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A column for each day. */
export function callsByDayChart({ callsByDay }: CampaignReport): string {
  const height = 220;
  const most = Math.max(1, ...callsByDay.map(({ calls }) => calls));
  const step = (WIDTH - 80) / Math.max(1, callsByDay.length);
  const every = Math.ceil(callsByDay.length / 15);
  const columns = callsByDay.map(({ day, calls }, index) => {
    const tall = (calls / most) * (height - 50);
    const x = 75 + index * step;
    const label =
      index % every === 0
        ? `<text class="small" x="${px(x + step / 2)}" y="${height - 8}" text-anchor="middle">${dayName(day).slice(4)}</text>`
        : '';
    return `<rect class="bar" x="${px(x + step * 0.1)}" y="${px(height - 25 - tall)}" width="${px(step * 0.8)}" height="${px(tall)}"><title>${dayName(day)}: ${count(calls)} calls</title></rect>${label}`;
  });
  const scale = [0, 0.5, 1].map((share) => {
    const y = px(height - 25 - share * (height - 50));
    return `<line class="grid" x1="70" x2="${WIDTH}" y1="${y}" y2="${y}"/><text class="small" x="65" y="${y}" text-anchor="end" dy="4">${count(most * share)}</text>`;
  });
  return svg(height, 'Calls by day', [...scale, ...columns]);
}

/** A field for each hour of each day, the darker the more calls. */
export function hoursChart({ callsByDay }: CampaignReport): string {
  const [top, side, step] = [22, 90, (WIDTH - 100) / 24];
  const most = Math.max(1, ...callsByDay.flatMap(({ hours }) => hours));
  const heads = Array.from(
    { length: 24 },
    (_, hour) =>
      `<text class="small" x="${px(side + (hour + 0.5) * step)}" y="14" text-anchor="middle">${hour}</text>`,
  );
  const rows = callsByDay.map(({ day, hours }, row) => {
    const y = top + row * 18;
    const fields = hours.map((calls, hour) =>
      calls === 0
        ? ''
        : `<rect class="bar" x="${px(side + hour * step + 1)}" y="${y}" width="${px(step - 2)}" height="16" fill-opacity="${px(0.12 + 0.88 * (calls / most))}"><title>${dayName(day)}, ${hour}:00: ${count(calls)} calls</title></rect>`,
    );
    return `<text class="small" x="${side - 8}" y="${y + 12}" text-anchor="end">${dayName(day)}</text>${fields.join('')}`;
  });
  return svg(top + callsByDay.length * 18 + 4, 'Calls by hour of the day', [...heads, ...rows]);
}

/** A bar for each thing that is counted. */
export function barsChart(
  title: string,
  values: readonly { name: string; value: number; share: number }[],
): string {
  const most = Math.max(1, ...values.map(({ value }) => value));
  const rows = values.map(({ name, value, share }, row) => {
    const y = row * 26 + 4;
    const wide = (value / most) * (WIDTH - 400);
    return `<text x="180" y="${y + 14}" text-anchor="end">${escaped(name)}</text><rect class="bar" x="190" y="${y}" width="${px(wide)}" height="18"/><text class="small" x="${px(198 + wide)}" y="${y + 14}">${count(value)} (${percent(share)})</text>`;
  });
  return svg(values.length * 26 + 8, title, rows);
}

/** A dot for each run at the instant of its end, over the time between the first and the last of them. */
export function finishChart({ runs, finish }: CampaignReport): string {
  const ends = runs.flatMap(({ finishedAt, seed }) =>
    finishedAt === null ? [] : [{ seed, at: Date.parse(finishedAt) }],
  );
  const [first, last] = [Math.min(...ends.map(({ at }) => at)), Math.max(...ends.map(({ at }) => at))];
  if (ends.length < 2 || first === last) return '';
  const x = (at: number) => px(60 + ((at - first) / (last - first)) * (WIDTH - 120));
  const half = finish.half.map((iso) => (iso === null ? last : Date.parse(iso))) as [number, number];
  return svg(70, 'When each run was done', [
    `<line class="grid" x1="60" x2="${WIDTH - 60}" y1="25" y2="25"/>`,
    `<rect class="band" x="${x(half[0])}" y="13" width="${px(Number(x(half[1])) - Number(x(half[0])))}" height="24"/>`,
    ...ends.map(
      ({ seed, at }) =>
        `<circle class="bar" cx="${x(at)}" cy="25" r="6"><title>Seed ${seed}</title></circle>`,
    ),
    `<text class="small" x="60" y="58" text-anchor="middle">${new Date(first).toISOString().slice(0, 16).replace('T', ' ')}</text>`,
    `<text class="small" x="${WIDTH - 60}" y="58" text-anchor="middle">${new Date(last).toISOString().slice(0, 16).replace('T', ' ')} UTC</text>`,
  ]);
}

function svg(height: number, title: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">${parts.join('')}</svg>`;
}

function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
