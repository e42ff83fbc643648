/**
 * How long the console waits: `node dist-bench/bench/panels.js`. A PostgreSQL server of its own with as much in it as a
 * large campaign leaves behind; every panel is asked over the whole HTTP stack, without a network.
 */
import 'reflect-metadata';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql } from 'kysely';
import { configureApp, newAdapter } from '../src/configure-app';
import { DashboardModule } from '../src/dashboard/dashboard.module';
import { LiveReader } from '../src/dashboard/events/live-reader';
import { Campaign } from '../src/orchestration/campaign';
import { Database } from '../src/persistence/database';
import { aBench, RealPostgres } from '../test/support/database';
import { percentile } from './statistics';

const LEADS = 100_000;
const CALLS = 50_000;
const RUNS = 40;
const WARM_UP_RUNS = 5;
const TOKEN = 'an-operators-token-of-length';

export interface PanelTime {
  readonly panel: string;
  readonly medianMs: number;
  readonly p95Ms: number;
}

export async function measurePanels(server: RealPostgres): Promise<PanelTime[]> {
  const bench = await aBench([DashboardModule], { ADMIN_TOKEN: TOKEN, DATABASE_URL: await server.url() });
  const app = configureApp(bench.app.createNestApplication<NestFastifyApplication>(newAdapter()));
  try {
    await app.init();
    // Nobody is called meanwhile: only reading is measured.
    await app.get(Campaign, { strict: false }).pause('A benchmark');
    await fill(bench.database, bench.clock.now());
    const times: PanelTime[] = [];
    for (const [panel, path] of await panels(app, bench.database))
      times.push({ panel, ...(await timesOf(async () => void (await ask(app, path)))) });
    const reader = app.get(LiveReader, { strict: false });
    times.push({
      panel: 'One look of the live feed',
      ...(await timesOf(async () => void (await reader.look(undefined)))),
    });
    return times;
  } finally {
    await app.close();
  }
}

async function panels(app: NestFastifyApplication, database: Database): Promise<[string, string][]> {
  const lead = await database.selectFrom('calls').select('lead_id').limit(1).executeTakeFirstOrThrow();
  let deep = '/api/calls?limit=200';
  for (let page = 0; page < 20; page += 1) {
    const { next } = await ask<{ next: string | null }>(app, deep);
    deep = `/api/calls?limit=200&cursor=${next}`;
  }
  return [
    ['Campaign', '/api/campaign'],
    ['Hours of a day', '/api/campaign/hours'],
    ['Hours of a month', '/api/campaign/hours?from=2026-05-11&to=2026-06-11'],
    ['Calls', '/api/calls'],
    ['Calls, page 21 of 200', deep],
    ['Calls that are up', '/api/calls?status=active'],
    ['Calls, rare disposition', '/api/calls?disposition=opted-out'],
    ['Calls of a day', '/api/calls?from=2026-06-01&to=2026-06-02'],
    ['Calls of a number', '/api/calls?phone=2122345000'],
    ['Calls of a lead', `/api/calls?lead=${lead.lead_id}`],
    ['Call', '/api/calls/call-40000'],
    ['Leads', '/api/leads'],
    ['Leads, by status', '/api/leads?status=retry'],
    ['Leads, by number', '/api/leads?q=(212)%20234-5000'],
    ['Leads, one word', '/api/leads?q=surname77123'],
    ['Leads, two beginnings', '/api/leads?q=ada%20compa'],
    ['Leads, one letter', '/api/leads?q=a'],
    ['Leads, rare status and letter', '/api/leads?q=a&status=callback'],
    ['Leads, nothing found', '/api/leads?q=nobodyatall'],
    ['Lead', `/api/leads/${lead.lead_id}`],
    ['Why not', `/api/leads/${lead.lead_id}/eligibility`],
    ['Commands', '/api/commands'],
    ['Suppressions', '/api/suppressions'],
    ['Decisions', '/api/audit/decisions'],
  ];
}

async function ask<T>(app: NestFastifyApplication, url: string): Promise<T> {
  const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${TOKEN}` } });
  if (answer.statusCode !== 200) throw new Error(`${url} was answered with ${answer.statusCode}`);
  return answer.json<T>();
}

async function timesOf(work: () => Promise<void>): Promise<Omit<PanelTime, 'panel'>> {
  const tookMs: number[] = [];
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    const fromMs = performance.now();
    await work();
    if (run >= 0) tookMs.push(performance.now() - fromMs);
  }
  return { medianMs: percentile(tookMs, 0.5), p95Ms: percentile(tookMs, 0.95) };
}

/** Half of the leads were called within the last month; ten calls are up, with what was said in them. */
async function fill(database: Database, now: Date): Promise<void> {
  await sql`insert into leads (id, campaign, source_id, status, phone, country, name, email, company, consent, consent_at,
      do_not_call, fields, attempts, failures, due_at, acknowledged, synced_at)
    select gen_random_uuid(), 'default', 'rec' || n,
      case when n > ${sql.lit(CALLS)} then 'new' when n % 500 = 0 then 'callback' when n % 3 = 0 then 'retry' else 'called' end,
      '+1212' || (2340000 + n), 'US',
      (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara'])[1 + n % 5] || ' Surname' || n,
      'person' || n || '@example.com', 'Company ' || n % 3000, 'express_written', ${now}::timestamptz - interval '30 days',
      false, '{}', 0, 0, ${now}, '{}', ${now}
    from generate_series(1, ${sql.lit(LEADS)}) as n`.execute(database);
  await sql`insert into attempts (id, campaign, lead_id, phone, number, state, holder, lease_until, reserved_at, dialing_at,
      looks, lead_status_before)
    select gen_random_uuid(), 'default', id, phone, 1, case when substr(source_id, 4)::int <= 10 then 'placed' else 'ended' end,
      'bench', ${now}, ${now}::timestamptz - substr(source_id, 4)::int * interval '52 seconds', ${now}, 0, 'new'
    from leads where substr(source_id, 4)::int <= ${sql.lit(CALLS)}`.execute(database);
  await sql`insert into calls (id, campaign, attempt_id, lead_id, phone, status, disposition, started_at, ended_at, summary,
      transcript, cost_usd, opted_out, created_at, updated_at)
    select 'call-' || n, 'default', attempts.id, lead_id, attempts.phone,
      case when n <= 10 then 'in-progress' else 'ended' end,
      case when n <= 10 then null when n % 200 = 0 then 'opted-out' when n % 4 = 0 then 'completed' else 'no-answer' end,
      reserved_at, case when n > 10 then reserved_at + interval '80 seconds' end,
      'They talked for a while and agreed to talk again', repeat('AI: Hello there. User: Who is this? ', 60), 0.12, false,
      reserved_at, reserved_at
    from attempts join leads on leads.id = lead_id, lateral (select substr(source_id, 4)::int as n) as numbered`.execute(
    database,
  );
  await sql`insert into decisions (id, sequence, campaign, lead_id, moment, verdict, rule_set, findings, inputs, decided_at,
      previous_hash, hash)
    select gen_random_uuid(), row_number() over (order by reserved_at, moment), 'default', lead_id, moment, 'allow', '1',
      '[{"rule": "calling-window", "verdict": "allow", "reason": "Within hours", "citation": "Law"}]', '{}', reserved_at, '', ''
    from attempts, (values ('reserve'), ('dial')) as moments (moment)`.execute(database);
  await sql`insert into webhook_events (id, provider, campaign, type, call_id, dedup_key, payload, received_at, processed_at, result)
    select gen_random_uuid(), 'vapi', 'default', 'transcript', 'call-' || n % 2000, 'line-' || n,
      '{"message": {"role": "user", "transcript": "Who is this?"}}', ${now}::timestamptz - n * interval '1 second', ${now}, 'ignored'
    from generate_series(1, 60000) as n`.execute(database);
  await sql`insert into suppressions (phone, reason, channel, created_at)
    select '+1646' || (2340000 + n), 'asked', 'call', ${now} from generate_series(1, 10000) as n`.execute(
    database,
  );
  await sql`vacuum analyze`.execute(database);
}

async function main(): Promise<void> {
  const server = await RealPostgres.start();
  try {
    const times = await measurePanels(server);
    const lines = times.map(({ panel, medianMs, p95Ms }) => {
      return `${panel.padEnd(32)} ${medianMs.toFixed(1).padStart(8)} ms   95 % below ${p95Ms.toFixed(1).padStart(8)} ms\n`;
    });
    process.stdout.write(`${LEADS} leads, ${CALLS} calls\n${lines.join('')}`);
  } finally {
    await server.stop();
  }
}

if (require.main === module) void main();
