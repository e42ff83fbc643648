import { CampaignReport, UnreachedAdvice } from './campaign-report';
import { barsChart, callsByDayChart, escaped, finishChart, hoursChart } from './report-charts';
import { between, count, GLOSSARY, money, moment } from './report-words';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #fff; --faint: #667; --line: #dde; --mark: #2b6cb0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --paper: #14181f; --faint: #9aa; --line: #333b48; --mark: #63a4e8; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } .faint { color: var(--faint); }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
.answers > div { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; } .big { font-size: 1.4rem; font-weight: 600; margin: .2rem 0; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; } svg .small { font-size: 11px; fill: var(--faint); }
.bar { fill: var(--mark); } .band { fill: var(--mark); fill-opacity: .2; } .grid { stroke: var(--line); }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
td.number { text-align: right; white-space: nowrap; }`;

/** One page that needs nothing else, for somebody who has never seen the program. */
export function reportAsHtml(report: CampaignReport): string {
  const { input, finish, costUsd, calls, lines, outcomes, leads } = report;
  const at = (iso: string | null) => escaped(moment(iso, input.zone));
  const statuses = Object.entries(report.leadsByStatus)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => ({ name, value, share: value / Math.max(1, leads) }));
  const body = [
    `<h1>Before you start: the campaign “${escaped(input.campaign)}”</h1>`,
    `<p>The campaign was run ${report.runs.length} times over simulated time, with the rules, the law and the settings of the real one; only the people on the phone were made up. Nobody was called. Times are those of ${escaped(input.zone)}.</p>`,
    '<div class="answers">',
    answer(
      'When will it be done?',
      at(finish.p50),
      `Nine runs in ten: ${between([at(finish.nineTenths[0]), at(finish.nineTenths[1])])}. Every second run: ${between([at(finish.half[0]), at(finish.half[1])])}.`,
    ),
    answer(
      'What will it cost?',
      money(costUsd.p50),
      `Nine runs in ten: ${between([money(costUsd.nineTenths[0]), money(costUsd.nineTenths[1])])}, for about ${count(calls.p50)} calls.`,
    ),
    answer(
      'Who will not be called?',
      `${count(sum(report.neverReachable))} of ${count(leads)} leads`,
      'Why, and what you can do about it, stands below.',
    ),
    '</div>',
    '<h2>What to do</h2>',
    list([...report.advice, ...(report.linesWanted ? [wantedWords(report)] : [])]),
    '<h2>Who will not be called, and why</h2>',
    table(report.neverReachable),
    ...(report.stillWaiting.length > 0
      ? ['<h2>Who had not been called when the simulated time was over</h2>', table(report.stillWaiting)]
      : []),
    '<h2>Calls by day</h2>',
    callsByDayChart(report),
    '<h2>Calls by hour of the day</h2><p class="faint">The darker, the more calls.</p>',
    hoursChart(report),
    '<h2>What became of the calls</h2>',
    barsChart(
      'What became of the calls',
      outcomes.map(({ outcome, calls: value, share }) => ({ name: outcome, value, share })),
    ),
    '<h2>What became of the leads</h2>',
    barsChart('What became of the leads', statuses),
    ...(finishChart(report) === ''
      ? []
      : [
          '<h2>When each run was done</h2><p class="faint">Every second run ends in the shaded time.</p>',
          finishChart(report),
        ]),
    '<h2>What was simulated</h2>',
    list([
      `Leads: ${input.leads}.`,
      `Start: ${moment(input.startAt, input.zone)}; ${input.days} days at most.`,
      `Lines: ${lines.limit}, of which at most ${lines.peak} were in use at once, and ${lines.mean} in the mean while there was somebody to call.`,
      `Dial rate: ${input.callsPerSecond} a second. Attempts: ${input.maxAttempts} a lead. Budget: ${input.dailyBudgetUsd === null ? 'none' : `${money(input.dailyBudgetUsd)} a day`}.`,
      `How people take calls: by ${input.outcomes}.`,
      `Seeds: ${report.runs.map(({ seed }) => seed).join(', ')}. The same seeds give this same report.`,
    ]),
    '<h2>Words</h2>',
    `<dl>${GLOSSARY.map(([word, meaning]) => `<dt><b>${escaped(word)}</b></dt><dd>${escaped(meaning)}</dd>`).join('')}</dl>`,
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Campaign ${escaped(input.campaign)}: simulation</title><style>${STYLE}\n</style></head>\n<body>\n${body.join('\n')}\n</body></html>\n`;
}

function answer(question: string, big: string, small: string): string {
  return `<div><div class="faint">${question}</div><div class="big">${big}</div><div>${small}</div></div>`;
}

function wantedWords({ linesWanted, input }: CampaignReport): string {
  if (!linesWanted) return '';
  const by = moment(linesWanted.finishBy, input.zone);
  const what =
    linesWanted.lines === null
      ? 'no number of lines is enough'
      : `set MAX_CONCURRENT_CALLS to ${linesWanted.lines}`;
  return `To be done by ${by}: ${what}. ${linesWanted.why}`;
}

function table(groups: readonly UnreachedAdvice[]): string {
  if (groups.length === 0) return '<p>Nobody: all can be called.</p>';
  const rows = groups.map(
    ({ leads, rule, what, toDo }) =>
      `<tr><td class="number">${count(leads)}</td><td>${escaped(what)} <span class="faint">(${escaped(rule)})</span></td><td>${escaped(toDo)}</td></tr>`,
  );
  return `<table><thead><tr><th>Leads</th><th>Why</th><th>What you can do</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}

function sum(groups: readonly UnreachedAdvice[]): number {
  return groups.reduce((total, { leads }) => total + leads, 0);
}
