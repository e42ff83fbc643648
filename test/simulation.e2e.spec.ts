import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { resolve } from 'node:path';
import { DIALABLE_STATUSES, LEAD_STATUSES } from '../src/leads/lead-status';
import { readLead } from '../src/leads/lead-cells';
import { mergeLead } from '../src/leads/lead-merge';
import { wantedTime } from '../src/call-log/callback-time';
import { callPolicy } from '../src/compliance/judging';
import { readOperatorRules } from '../src/compliance/operator-rules/read-operator-rules';
import { readSubject } from '../src/compliance/rule-context';
import { readEnvironment } from '../src/config/read-environment';
import { CampaignSettings, ScriptSettings } from '../src/config/settings';
import { Database } from '../src/persistence/database';
import { Chance } from '../src/sandbox/chance';
import { Journal } from '../src/sandbox/journal';
import { Sandbox, startSandbox } from '../src/sandbox/sandbox';
import { BehaviourChoice } from '../src/sandbox/vapi/behaviour-choice';
import { COURSES, type Behaviour } from '../src/sandbox/vapi/people';
import { CampaignRun } from '../src/simulation/campaign-run';
import { addRow } from '../src/simulation/csv-leads';
import { LeadColumns, phoneOf, subjectOf } from '../src/simulation/lead-columns';
import { LeadColumnsBuilder } from '../src/simulation/lead-columns-builder';
import { CallEnd, OutcomeModel } from '../src/simulation/outcome-model';
import { simulateCampaign } from '../src/simulation/simulate-campaign';
import { allWritten, liveVariables, startService, TUESDAY_NOON, until } from './support/laura';
import { MovableClock } from './support/movable-clock';

const SPEED = 60;
const LINES = 20;
const START = new Date(TUESDAY_NOON);
/** Idle time is skipped up to so long before the next lead is due (business ms). */
const BEFORE_DUE_MS = 1_000;
const RULES = resolve('test', 'support', 'compliance.json');
/** Leads that wait for nothing any more. */
const SETTLED = LEAD_STATUSES.filter(
  (status) => status !== 'in progress' && !DIALABLE_STATUSES.some((dialable) => dialable === status),
);

const ENDS: Readonly<Record<Behaviour, CallEnd>> = {
  ...{ interested: 'interested', 'not-interested': 'declined', callback: 'callback', 'opt-out': 'opt-out' },
  ...{ 'wants-human': 'wants-human', 'wrong-number': 'wrong-number', 'opt-out-words': 'opt-out' },
  ...{ 'opt-out-key': 'opt-out', 'opt-out-doubtful': 'doubtful-opt-out', 'callback-words': 'callback' },
  ...{ 'no-answer': 'no-answer', busy: 'busy', voicemail: 'voicemail', misdialed: 'bad-number' },
  ...{ silence: 'silence', 'pipeline-error': 'in-call-failure', 'carrier-failure': 'carrier-failure' },
  'start-error': 'start-refused',
};
/** What is said on a call, about (business s). */
const TALK_SECONDS = 30;
/** What the sandbox's people say who want to be called back, if they say it in words alone. */
const CALLBACK_WORDS = 'Could you call me back tomorrow at half past three in the afternoon?';
/** More calls than anybody gets. */
const MOST_CALLS = 12;

/**
 * What each person does on the first, second … call: as the sandbox chooses by itself, but that whoever wants to be called
 * back names a time of day, which does not hang on the very second of the call.
 */
function behavioursOf(leads: LeadColumns, clock: MovableClock): ReadonlyMap<string, readonly Behaviour[]> {
  const choice = new BehaviourChoice(new Chance(1), new Journal(undefined, clock));
  const phones = Array.from({ length: leads.count }, (_, lead) => phoneOf(leads, lead) ?? '');
  return new Map(
    phones.map((phone) => [
      phone,
      Array.from({ length: MOST_CALLS }, (_, nth) => choice.choose(phone, nth + 1)).map((behaviour) =>
        behaviour === 'callback' ? 'callback-words' : behaviour,
      ),
    ]),
  );
}

/** The same people for the simulation. */
function peopleOf(leads: LeadColumns, behaviours: ReadonlyMap<string, readonly Behaviour[]>): OutcomeModel {
  const zones = new Map(
    Array.from(
      { length: leads.count },
      (_, lead) => [phoneOf(leads, lead) ?? '', zonesOf(leads, lead)] as const,
    ),
  );
  return {
    draw: ({ phone, nth, at }) => {
      const behaviour = behaviours.get(phone)?.[nth - 1] ?? 'no-answer';
      const { ringing = [0, 0], lingering, isAnswered } = COURSES[behaviour];
      const lineMs = (1.5 + mean(ringing) + mean(lingering) + (isAnswered ? TALK_SECONDS : 0)) * 1000;
      const now = new Date(at.getTime() + lineMs);
      const wish = wantedTime({ words: CALLBACK_WORDS }, { zones: zones.get(phone) ?? [], now });
      const isWish = ENDS[behaviour] === 'callback' && wish instanceof Date;
      return {
        end: ENDS[behaviour],
        ...{ lineMs, reportMs: 10_000, costUsd: 0 },
        ...(isWish && { callbackInMs: wish.getTime() - now.getTime() }),
      };
    },
  };
}

/** As the call log's `zonesOf`: the stated one, else all plausible ones. */
function zonesOf(leads: LeadColumns, lead: number): readonly string[] {
  const { zones } = readSubject(subjectOf(leads, lead, phoneOf(leads, lead) ?? '')).zones;
  const stated = zones.find(({ sources }) => sources.includes('stated'));
  return (stated ? [stated] : zones).map(({ zone }) => zone);
}

function mean([least, most]: readonly [number, number]): number {
  return (least + most) / 2;
}

/** The leads of the sandbox's Airtable as the service will read them. */
function leadsOf({ airtable }: Sandbox): LeadColumns {
  const builder = new LeadColumnsBuilder('the sandbox');
  for (const { id, fields } of airtable.records('Leads')) {
    const source = readLead(id, { known: fields, further: {} });
    const context = { campaign: 'default', now: START, newId: () => id, pending: {} };
    addRow(builder, id, mergeLead(undefined, source, context).row, START);
  }
  return builder.build();
}

describe('a simulation of the sandbox', () => {
  const clock = new MovableClock(START, SPEED);
  let sandbox: Sandbox;
  let app: NestFastifyApplication;
  let foretold: CampaignRun;

  beforeAll(async () => {
    sandbox = await startSandbox({ clock, leads: 200, concurrencyLimit: LINES });
    const variables = {
      MAX_CONCURRENT_CALLS: String(LINES),
      RETRY_DELAYS: 'no-answer=1d;busy=30m;voicemail=1d;failed=10m',
    };
    const environment = readEnvironment({ ...liveVariables(sandbox, 1), ...variables });
    const campaign = new CampaignSettings(environment);
    const leads = leadsOf(sandbox);
    const behaviours = behavioursOf(leads, clock);
    for (const [phone, script] of behaviours) sandbox.vapi.script(phone, script);
    foretold = simulateCampaign({
      ...{ campaign, leads, startAt: START, days: 30, seed: 1, speed: SPEED },
      policy: callPolicy(campaign, new ScriptSettings(environment), readOperatorRules(RULES)),
      outcomes: peopleOf(leads, behaviours),
    });
    ({ app } = await startService(sandbox, clock, variables));
  });

  afterAll(async () => {
    await app.close();
    await sandbox.close();
  });

  it('foretells when the campaign is done and how many calls it takes', async () => {
    const database = app.get(Database);
    await until(
      'every lead is settled',
      () => isDone(database),
      280_000,
      () => statuses(database),
    );
    const endedAt = Math.max(...sandbox.vapi.calls.map(({ endedAt }) => Date.parse(endedAt ?? '')));
    const tookMs = endedAt - START.getTime();
    const foretoldMs = Date.parse(foretold.finishedAt ?? '') - START.getTime();
    expect(foretoldMs / tookMs).toBeGreaterThan(0.9);
    expect(foretoldMs / tookMs).toBeLessThan(1.1);
    expect(foretold.dials / sandbox.vapi.calls.length).toBeGreaterThan(0.95);
    expect(foretold.dials / sandbox.vapi.calls.length).toBeLessThan(1.05);
    expect(await statuses(database)).toEqual(
      Object.fromEntries(Object.entries(foretold.leadsByStatus).filter(([, leads]) => leads > 0)),
    );
  }, 300_000);

  /** Whether all is over; where nothing is in the air, the clock is put forward to the next lead's turn. */
  async function isDone(database: Database): Promise<boolean> {
    const waiting = await database
      .selectFrom('leads')
      .select((select) => [select.fn.min('due_at').as('due_at'), select.fn.countAll().as('leads')])
      .where('status', 'not in', SETTLED)
      .executeTakeFirstOrThrow();
    if (sandbox.vapi.calls.length === 0 || !(await allWritten({ app, sandbox }))) return false;
    if (Number(waiting.leads) === 0) return true;
    const idleMs = waiting.due_at.getTime() - clock.now().getTime() - BEFORE_DUE_MS;
    if (idleMs > 0) clock.move(idleMs);
    return false;
  }

  async function statuses(database: Database): Promise<Record<string, number>> {
    const rows = await database
      .selectFrom('leads')
      .select((select) => ['status', select.fn.countAll().as('leads')])
      .groupBy('status')
      .execute();
    return Object.fromEntries(rows.map(({ status, leads }) => [status, Number(leads)]));
  }
});
