import { CampaignReport, UnreachedAdvice } from './campaign-report';
import { between, count, dayName, money, moment, percent } from './report-words';

const BAR = 40;

/** The report for a terminal. */
export function reportAsText(report: CampaignReport): string {
  const { input, finish, costUsd, calls, lines, linesWanted } = report;
  const at = (iso: string | null) => moment(iso, input.zone);
  const sections = [
    section(
      `${count(report.leads)} leads (from ${input.leads}), starting ${at(input.startAt)} (${input.zone})`,
      [
        `Lines: ${input.lines}; dial rate: ${input.callsPerSecond} a second; attempts: ${input.maxAttempts} a lead; ${budget(report)}`,
        `Outcomes by ${input.outcomes}. ${report.runs.length} runs with different chance, ${input.days} days at most.`,
      ],
    ),
    section('When will it be done?', [
      at(finish.p50),
      `Nine runs in ten: ${between([at(finish.nineTenths[0]), at(finish.nineTenths[1])])}`,
      `Every second run: ${between([at(finish.half[0]), at(finish.half[1])])}`,
      ...report.advice,
      ...(linesWanted ? [wanted(report)] : []),
    ]),
    section('What will it cost?', [
      `${money(costUsd.p50)} for ${count(calls.p50)} calls`,
      `Nine runs in ten: ${between([money(costUsd.nineTenths[0]), money(costUsd.nineTenths[1])])}`,
    ]),
    section('Who will not be called, and why?', groups(report.neverReachable)),
    ...(report.stillWaiting.length > 0
      ? [section('Who had not been called when the time was over?', groups(report.stillWaiting))]
      : []),
    section('Calls by day', bars(report.callsByDay.map(({ day, calls: made }) => [dayName(day), made]))),
    section(
      'What became of the calls',
      report.outcomes.map(
        ({ outcome, calls: made, share }) =>
          `${outcome.padEnd(20)} ${count(made).padStart(10)}  ${percent(share).padStart(7)}`,
      ),
    ),
    section('What became of the leads', statuses(report)),
    section('Lines', [
      `At most ${lines.peak} of ${lines.limit} at once, ${lines.mean} in the mean while there was somebody to call`,
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function budget({ input: { dailyBudgetUsd } }: CampaignReport): string {
  return dailyBudgetUsd === null ? 'no daily budget' : `${money(dailyBudgetUsd)} a day at most`;
}

function wanted({ linesWanted, input }: CampaignReport): string {
  if (!linesWanted) return '';
  const by = moment(linesWanted.finishBy, input.zone);
  return linesWanted.lines === null
    ? `To be done by ${by}: no number of lines is enough. ${linesWanted.why}`
    : `To be done by ${by}: MAX_CONCURRENT_CALLS=${linesWanted.lines}. ${linesWanted.why}`;
}

function groups(all: readonly UnreachedAdvice[]): string[] {
  if (all.length === 0) return ['Nobody: all can be called.'];
  return all.flatMap(({ leads, rule, what, toDo }) => [
    `${count(leads).padStart(9)}  ${rule}: ${what}`,
    `${' '.repeat(11)}What to do: ${toDo}`,
  ]);
}

function bars(values: readonly (readonly [string, number])[]): string[] {
  if (values.length === 0) return ['None'];
  const most = Math.max(1, ...values.map(([, value]) => value));
  return values.map(
    ([name, value]) =>
      `${name.padEnd(11)} ${count(value).padStart(9)} ${'#'.repeat(Math.round((value / most) * BAR))}`,
  );
}

function statuses({ leadsByStatus }: CampaignReport): string[] {
  return Object.entries(leadsByStatus)
    .filter(([, leads]) => leads > 0)
    .map(([status, leads]) => `${status.padEnd(20)} ${count(leads).padStart(10)}`);
}
