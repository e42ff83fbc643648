import { OPEN_STATES } from '../../src/call-log/attempt-state';
import { verifyLedger } from '../../src/compliance/ledger/verify-ledger';
import { Database } from '../../src/persistence/database';
import {
  AirtableFaults,
  Behaviour,
  Sandbox,
  startSandbox,
  TwilioFaults,
  VapiFaults,
} from '../../src/sandbox/sandbox';
import { disagreements, irreparableFaults, phoneNumbersOf } from './agreement';
import { anOpenDatabase, RealPostgres } from './database';
import { describe, Kill } from './kill';
import { ADMIN_TOKEN, freePort, liveVariables, TUESDAY_NOON, twilioVariables, until } from './laura';
import { MovableClock } from './movable-clock';
import { LauraProcess } from './process';
import { letTimePass } from './time-in-database';

/** Calls of a minute take two seconds. */
const PACE = 30;
/** Between a death and the next start, so that whatever the dead process held runs out. */
const BETWEEN_LIVES_MS = 65_000;
/** A step that a process has not come by in this time (real ms) it won't come by. */
const LIFE_MS = 25_000;
const PEACEFUL_LIFE_MS = 6_000;
const PEACEFUL_LIVES = 15;
/** Longer than anything takes to find out that whoever settled an event is gone. */
const EVENTS_COME_BACK_MS = 150_000;
/** Doubts hold their lines for minutes, and more are made than resolved. */
const LINES = '10';
/** Low, so that the leads outlast the kills. */
const CALLS_PER_SECOND = '5';

/** How people behave, in turn: all that makes a difference to what is written. */
const PEOPLE: readonly Behaviour[] = [
  ...(['opt-out', 'interested', 'no-answer', 'busy', 'callback', 'not-interested'] as const),
  ...(['voicemail', 'opt-out', 'wrong-number', 'interested', 'pipeline-error', 'wants-human'] as const),
];

/**
 * One service over a PostgreSQL server and the simulators, killed and started again over and over. Servers and simulators
 * live on; what they have recorded is what it is judged by.
 */
export class Ordeal {
  readonly kills: (Kill & { readonly at: Date })[] = [];
  /** Steps that no process came by; each with the end of what it wrote meanwhile. */
  readonly missed: string[] = [];
  #next: LauraProcess | undefined;
  #current: LauraProcess | undefined;
  readonly #well: { airtable: AirtableFaults; vapi: VapiFaults; twilio: TwilioFaults };

  private constructor(
    readonly sandbox: Sandbox,
    private readonly server: RealPostgres,
    private readonly database: Database,
    private readonly clock: MovableClock,
    private readonly variables: Readonly<Record<string, string>>,
  ) {
    const { airtable, vapi, twilio } = sandbox;
    this.#well = structuredClone({ airtable: airtable.faults, vapi: vapi.faults, twilio: twilio.faults });
  }

  /**
   * @param seed decides the simulated world
   * @param provider `twilio`: calls go over the simulated Twilio account
   */
  static async begin(leads: number, seed: number, provider: 'vapi' | 'twilio' = 'vapi'): Promise<Ordeal> {
    const server = await RealPostgres.start();
    const clock = new MovableClock(new Date(TUESDAY_NOON));
    const sandbox = await startSandbox({ clock, leads, pace: PACE, seed });
    phoneNumbersOf(sandbox).forEach((number, index) => {
      const behaviour = PEOPLE[index % PEOPLE.length];
      if (behaviour) sandbox.vapi.script(number, [behaviour, 'interested']);
    });
    const url = await server.url();
    const port = await freePort();
    const { database } = await anOpenDatabase(url);
    return new Ordeal(sandbox, server, database, clock, {
      ...liveVariables(sandbox, port),
      ...(provider === 'twilio' && twilioVariables(sandbox)),
      DATABASE_URL: url,
      MAX_CONCURRENT_CALLS: LINES,
      CALLS_PER_SECOND,
      MAX_CALL_DURATION: '240',
    });
  }

  /** Runs a process until it dies at the step. @returns what has gone wrong for good, empty when nothing has */
  async kill(kill: Kill): Promise<string[]> {
    this.disturb(kill);
    const life = this.start(kill.step);
    this.#next = LauraProcess.prepare();
    const reached = await until('it dies', () => life.hasExited, LIFE_MS).catch(() => false);
    if (!reached) this.missed.push(`${describe(kill)}: ${life.output.slice(-2_000)}`);
    if (!reached) await life.end('SIGKILL');
    const signal = await life.exitSignal();
    this.kills.push({ ...kill, at: this.clock.now() });
    await this.putThrough();
    await this.passTime();
    // While it is dead, and what fails is still failing.
    this.sandbox.vapi.runDue();
    const own = signal === 'SIGKILL' ? [] : [`It ended by itself: ${life.output.slice(-2_000)}`];
    return [...own, ...irreparableFaults(this.sandbox)];
  }

  /** Lets the service live until everything is settled. @returns all in which anybody disagrees */
  async endInPeace(): Promise<string[]> {
    this.disturb({ step: '', airtable: { dripped: 1, lostResponses: 2 } });
    const before = this.sandbox.vapi.calls.length;
    for (let life = 1; life <= PEACEFUL_LIVES; life += 1) {
      const laura = this.start();
      const goesOn = () => this.sandbox.vapi.calls.length > before;
      if (life === 1) await until('the campaign goes on', goesOn, 90_000, () => laura.output.slice(-2_000));
      if (life === 1) await this.pause();
      await until('it has begun to work', () => laura.output !== '', 60_000);
      const resolved = await until('nothing is open', () => this.isResolved(), PEACEFUL_LIFE_MS).catch(
        () => false,
      );
      const settled = resolved && (await this.areEventsSettled());
      this.#next = settled ? undefined : LauraProcess.prepare();
      const status = await laura.end('SIGTERM');
      if (status !== 0) return [`It ended with status ${status} when it was asked to stop: ${laura.output}`];
      if (settled) return [...disagreements(this.sandbox), ...(await this.recordFaults())];
      await this.passTime();
    }
    return [`It is not settled: ${JSON.stringify(await this.unsettled())}`, ...disagreements(this.sandbox)];
  }

  /** A fault with the kills around the call that it speaks of. */
  explain(fault: string): string {
    const calls = this.sandbox.vapi.calls.filter(({ id, request }) => {
      const leadId = JSON.stringify(request);
      return (
        fault.includes(id) || [...fault.matchAll(/rec\w{14}/g)].some(([record]) => leadId.includes(record))
      );
    });
    const kills = this.kills.flatMap((kill, index) => {
      const isNear = calls.some(({ createdAt, endedAt }) => {
        const at = kill.at.getTime();
        return (
          at >= Date.parse(createdAt) - 5_000 && at <= Date.parse(endedAt ?? createdAt) + BETWEEN_LIVES_MS
        );
      });
      return isNear ? [`${index + 1}: ${describe(kill)}`] : [];
    });
    return kills.length === 0 ? fault : `${fault}; kills around it: ${kills.join(', ')}`;
  }

  async close(): Promise<void> {
    await this.#current?.end('SIGKILL');
    await this.#next?.end('SIGKILL');
    await this.sandbox.close();
    await this.database.destroy();
    await this.server.stop();
  }

  private start(step?: string): LauraProcess {
    const life = this.#next ?? LauraProcess.prepare();
    life.begin({ ...this.variables, CLOCK_START: this.clock.now().toISOString() }, step);
    this.#current = life;
    return life;
  }

  private disturb({ airtable = {}, vapi = {}, twilio = {} }: Kill): void {
    Object.assign(this.sandbox.airtable.faults, structuredClone(this.#well.airtable), airtable);
    Object.assign(this.sandbox.vapi.faults, structuredClone(this.#well.vapi), vapi);
    Object.assign(this.sandbox.twilio.faults, structuredClone(this.#well.twilio), twilio);
  }

  private async passTime(): Promise<void> {
    this.clock.move(BETWEEN_LIVES_MS);
    await letTimePass(this.database, BETWEEN_LIVES_MS);
  }

  /** A clock that is moved must not outrun a line: Twilio dials by one agenda, and VAPI waits for it by another. */
  private async putThrough(): Promise<void> {
    const isDialing = () => this.sandbox.twilio.calls.some(({ status }) => /^(queued|ringing)$/.test(status));
    await until('whoever Twilio dials has picked up, or not', () => !isDialing());
  }

  private async pause(): Promise<void> {
    const answer = await fetch(`${this.variables.PUBLIC_URL}/api/campaign/pause`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: '{"reason":"The test has seen enough"}',
    });
    if (!answer.ok) throw new Error(`The campaign could not be paused: ${answer.status}`);
  }

  private async isResolved(): Promise<boolean> {
    const { twilio, vapi } = this.sandbox;
    if (twilio.isDelivering || vapi.isDelivering || vapi.calls.some(({ status }) => status !== 'ended'))
      return false;
    const { attempts, outbox } = await this.unsettled();
    return attempts.length + outbox.length === 0;
  }

  /** Events that dead processes had in hand come back. What they bring must change nothing any more. */
  private async areEventsSettled(): Promise<boolean> {
    const settled = async () => (await this.unsettled()).events.length === 0 && (await this.isResolved());
    return await until('every stored event is settled', settled, EVENTS_COME_BACK_MS).catch(() => false);
  }

  private async unsettled() {
    const { database } = this;
    const open = database.selectFrom('attempts').select(['id', 'state', 'reason']);
    const waiting = database.selectFrom('outbox').select(['target', 'key', 'last_error']);
    const events = database.selectFrom('webhook_events').select(['id', 'type']);
    return {
      attempts: await open.where('state', 'in', OPEN_STATES).execute(),
      outbox: await waiting.execute(),
      events: await events.where('processed_at', 'is', null).execute(),
    };
  }

  /** What the service's own record must say once all is settled. */
  private async recordFaults(): Promise<string[]> {
    const ledger = await verifyLedger(this.database);
    const stranded = await this.database
      .selectFrom('leads')
      .select('source_id')
      .where('status', '=', 'in progress')
      .execute();
    const allowed = await this.database
      .selectFrom('decision_attempts')
      .innerJoin('decisions', 'decisions.id', 'decision_attempts.decision_id')
      .select('attempt_id')
      .where('moment', '=', 'dial')
      .where('verdict', '=', 'allow')
      .execute();
    const ruled = new Set(allowed.map(({ attempt_id }) => attempt_id));
    return [
      ...ledger.faults.map(({ sequence, what }) => `Decision ${sequence}: ${what}`),
      ...stranded.map(({ source_id }) => `Lead ${source_id} is left in progress`),
      ...this.sandbox.vapi.calls
        .filter(({ name }) => !ruled.has(name ?? ''))
        .map(({ id }) => `Call ${id} was made without a decision that allowed it`),
    ];
  }
}
