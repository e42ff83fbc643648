/**
 * What the service carries: `node dist-bench/bench/load.js [--json]`, on a machine with nothing else to do. Figures of
 * different machines can't be compared; the ratios to the yardstick beside them can.
 */
import 'reflect-metadata';
import { RealPostgres } from '../test/support/database';
import { CampaignFigures, runCampaign } from './campaign-run';
import { ClaimTime, measureClaiming } from './claiming';
import { Footprint, measureFootprint } from './footprint';
import { measureWebhooks, WebhookRate } from './webhook-rate';

const SATURATED = {
  leads: 400,
  lines: 20,
  callSeconds: 6,
  callsPerSecond: 20,
  airtableMs: 0,
  vapiMs: 0,
  pages: 0,
};
const SLOW_SERVICES = {
  leads: 200,
  lines: 10,
  callSeconds: 4,
  callsPerSecond: 10,
  airtableMs: 200,
  vapiMs: 300,
  pages: 0,
};

type Row = readonly [what: string, measured: string, yardstick?: string, ratio?: string];

/** What was measured before something fails is told all the same: each part is printed as soon as it is done. */
async function main(): Promise<void> {
  const isJson = process.argv.includes('--json');
  const all: Record<string, unknown> = {};
  const server = await RealPostgres.start();
  const part = async <T>(name: string, measure: () => Promise<T>, rows: (figures: T) => readonly Row[]) => {
    const figures = await measure();
    all[name] = figures;
    if (!isJson) print(rows(figures));
    return figures;
  };
  try {
    if (!isJson)
      print([
        ['what', 'measured', 'yardstick', 'ratio'],
        ['---', '---', '---', '---'],
      ]);
    await part('webhooks', () => measureWebhooks(server), webhookRows);
    const saturated = await part('saturated', () => runCampaign(SATURATED, server), saturatedRows);
    const watched = () => runCampaign({ ...SATURATED, pages: 20 }, server);
    await part('watched', watched, (figures) => watchedRows(figures, saturated));
    await part('slow', () => runCampaign(SLOW_SERVICES, server), slowRows);
    await part('footprint', () => measureFootprint(server), footprintRows);
    await part('claiming', () => measureClaiming([10_000, 1_000_000], server), claimingRows);
    if (isJson) process.stdout.write(`${JSON.stringify(all)}\n`);
  } finally {
    await server.stop();
  }
}

function print(rows: readonly Row[]): void {
  for (const [what, measured, yardstick = '', ratio = ''] of rows)
    process.stdout.write(`| ${what} | ${measured} | ${yardstick} | ${ratio} |\n`);
}

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

function webhookRows(rates: readonly WebhookRate[]): Row[] {
  return rates.map(({ database, connections, oursPerSecond, barePerSecond, oursP99Ms, bareP99Ms }) => [
    `Webhooks a second, ${database}, ${connections} connections`,
    `${oursPerSecond.toFixed(0)} (p99 ${oursP99Ms.toFixed(0)} ms)`,
    `bare Fastify ${barePerSecond.toFixed(0)} (p99 ${bareP99Ms.toFixed(0)} ms)`,
    percent(oursPerSecond / barePerSecond),
  ]);
}

function saturatedRows(figures: CampaignFigures): Row[] {
  const { utilisation, nextDialMedianMs, nextDialP95Ms, airtableRequestsPerLead } = figures;
  return [
    ['Lines busy, 20 lines, 6-second calls', percent(utilisation, 1), 'ideal 100 %'],
    [
      'From a free line to the next order',
      `${nextDialMedianMs.toFixed(0)} ms (95 % below ${nextDialP95Ms.toFixed(0)} ms)`,
    ],
    ['Airtable requests a lead, saturated', airtableRequestsPerLead.toFixed(2), 'floor 0.31'],
    peakRow(figures),
  ];
}

function watchedRows({ utilisation }: CampaignFigures, unwatched: CampaignFigures): Row[] {
  const yardstick = `none open ${percent(unwatched.utilisation, 1)}`;
  const ratio = percent(utilisation / unwatched.utilisation);
  return [['The same lines while 20 consoles are open', percent(utilisation, 1), yardstick, ratio]];
}

function slowRows(figures: CampaignFigures): Row[] {
  const took = `${figures.seconds.toFixed(0)} s`;
  const floor = `floor ${figures.floorSeconds} s`;
  return [['200 leads, 10 lines, 4-second calls, slow services', took, floor], peakRow(figures)];
}

function peakRow({ airtablePeakPerSecond }: CampaignFigures): Row {
  return ['Airtable requests, most in a second', String(airtablePeakPerSecond), 'limit 5'];
}

function footprintRows({ readySeconds, restMb, loadMb }: Footprint): Row[] {
  return [
    ['Start to ready', `${readySeconds.toFixed(1)} s`],
    ['Memory at rest, 100,000 leads', `${restMb.toFixed(0)} MB`],
    ['Memory with 20 lines busy', `${loadMb.toFixed(0)} MB`],
  ];
}

function claimingRows(times: readonly ClaimTime[]): Row[] {
  return times.map(({ rows, medianMs }) => [`Claiming 50 of ${rows} leads`, `${medianMs.toFixed(1)} ms`]);
}

void main();
