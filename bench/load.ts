/**
 * What the service carries: `node dist-bench/bench/load.js [--json]`, on a machine with nothing else to do. Figures of
 * different machines can't be compared; the ratios to the yardstick beside them can.
 */
import 'reflect-metadata';
import { RealPostgres } from '../test/support/database';
import { runCampaign } from './campaign-run';
import { measureClaiming } from './claiming';
import { measureFootprint } from './footprint';
import { measureWebhooks } from './webhook-rate';

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

async function main(): Promise<void> {
  const server = await RealPostgres.start();
  try {
    const webhooks = await measureWebhooks(server);
    const saturated = await runCampaign(SATURATED, server);
    const watched = await runCampaign({ ...SATURATED, pages: 20 }, server);
    const slow = await runCampaign(SLOW_SERVICES, server);
    const claiming = await measureClaiming([10_000, 1_000_000], server);
    const footprint = await measureFootprint(server);
    const all = { webhooks, saturated, watched, slow, claiming, footprint };
    process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(all)}\n` : table(all));
  } finally {
    await server.stop();
  }
}

function table({ webhooks, saturated, watched, slow, claiming, footprint }: Figures): string {
  const rows = [
    ...webhooks.map(({ database, connections, oursPerSecond, barePerSecond, oursP99Ms, bareP99Ms }) => [
      `Webhooks a second, ${database}, ${connections} connections`,
      `${oursPerSecond.toFixed(0)} (p99 ${oursP99Ms.toFixed(0)} ms)`,
      `bare Fastify ${barePerSecond.toFixed(0)} (p99 ${bareP99Ms.toFixed(0)} ms)`,
      `${((100 * oursPerSecond) / barePerSecond).toFixed(0)} %`,
    ]),
    [
      'Lines busy, 20 lines, 6-second calls',
      `${(100 * saturated.utilisation).toFixed(1)} %`,
      'ideal 100 %',
      '',
    ],
    [
      'The same while 20 consoles are open',
      `${(100 * watched.utilisation).toFixed(1)} %`,
      `none open ${(100 * saturated.utilisation).toFixed(1)} %`,
      `${((100 * watched.utilisation) / saturated.utilisation).toFixed(0)} %`,
    ],
    [
      'From a free line to the next order',
      `${saturated.nextDialMedianMs.toFixed(0)} ms (95 % below ${saturated.nextDialP95Ms.toFixed(0)} ms)`,
      '',
      '',
    ],
    ['Airtable requests a lead, saturated', saturated.airtableRequestsPerLead.toFixed(2), 'floor 0.31', ''],
    [
      'Airtable requests, most in a second',
      String(Math.max(saturated.airtablePeakPerSecond, slow.airtablePeakPerSecond)),
      'limit 5',
      '',
    ],
    [
      '200 leads, 10 lines, 4-second calls, slow services',
      `${slow.seconds.toFixed(0)} s`,
      `floor ${slow.floorSeconds} s`,
      '',
    ],
    ...claiming.map(({ rows: leads, medianMs }) => [
      `Claiming 50 of ${leads} leads`,
      `${medianMs.toFixed(1)} ms`,
      '',
      '',
    ]),
    ['Start to ready', `${footprint.readySeconds.toFixed(1)} s`, '', ''],
    ['Memory at rest, 100,000 leads', `${footprint.restMb.toFixed(0)} MB`, '', ''],
    ['Memory with 20 lines busy', `${footprint.loadMb.toFixed(0)} MB`, '', ''],
  ];
  const lines = [['what', 'measured', 'yardstick', 'ratio'], ['---', '---', '---', '---'], ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

interface Figures {
  readonly webhooks: Awaited<ReturnType<typeof measureWebhooks>>;
  readonly saturated: Awaited<ReturnType<typeof runCampaign>>;
  readonly watched: Awaited<ReturnType<typeof runCampaign>>;
  readonly slow: Awaited<ReturnType<typeof runCampaign>>;
  readonly claiming: Awaited<ReturnType<typeof measureClaiming>>;
  readonly footprint: Awaited<ReturnType<typeof measureFootprint>>;
}

void main();
