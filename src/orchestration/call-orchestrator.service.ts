import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Attempts } from '../call-log/attempts';
import { LineSignal } from '../call-log/line-signal';
import { Clock } from '../common/clock';
import { toError } from '../common/errors';
import { ExternalApis, ExternalFault } from '../common/external-apis';
import { CIRCUIT } from '../common/external-policy-report';
import { IdGenerator } from '../common/ids';
import { Replica } from '../common/replica';
import { inWork } from '../common/work';
import { LeadLoader } from '../leads/lead-loader.service';
import { Database } from '../persistence/database';
import { TelephonyProvider } from '../telephony/telephony-provider';
import { AttemptOutcomes } from './attempt-outcomes';
import { BatchResult, Dialer } from './dialer.service';
import { ReadyStock } from './ready-stock';
import { Reservation, Reservations, Standstill } from './reservation';
import { GATHER_MS, REST_MS, TICK_MS } from './tempo';

/** How long a stop waits for requests to the provider that are under way (ms). */
const STOP_MS = 7_000;

/** Why nothing is being dialed just now; `undefined` while dialing. */
export type Idle = Standstill | 'lead-source-away' | 'provider-away' | 'stopping' | 'starting';

/**
 * The heart: at every tick it reserves due leads and sends them on their way without waiting for calls to end. It
 * keeps nothing that matters in memory; any number of replicas may tick at once.
 */
@Injectable()
export class CallOrchestrator implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(CallOrchestrator.name);
  private readonly stopping = new AbortController();
  private readonly batches = new Set<Promise<void>>();
  private reserving: Promise<void> | undefined;
  private gathering = false;
  private restUntil = 0;
  private restMs = REST_MS.first;
  /** The opening of the provider's circuit that the campaign has been told of: each suspends it once. */
  private knownOutage: ExternalFault | undefined;
  private idle: Idle | undefined = 'starting';
  private accessVerified = false;

  constructor(
    private readonly reservations: Reservations,
    private readonly dialer: Dialer,
    private readonly attempts: Attempts,
    private readonly outcomes: AttemptOutcomes,
    private readonly leads: LeadLoader,
    private readonly telephony: TelephonyProvider,
    private readonly externals: ExternalApis,
    private readonly database: Database,
    private readonly lines: LineSignal,
    private readonly stock: ReadyStock,
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  get idleReason(): Idle | undefined {
    return this.idle;
  }

  onApplicationBootstrap(): void {
    this.lines.onFree((call) => {
      this.stock.note(call, performance.now());
      void this.gather();
    });
  }

  /** One round. Never rejects, and never runs beside itself: a round that is asked for meanwhile is the one under way. */
  async tick(): Promise<void> {
    this.reserving ??= this.round().finally(() => {
      this.reserving = undefined;
    });
    await this.reserving;
  }

  /** Resolves when every call that this process has begun to place is placed, refused or in doubt. */
  async settled(): Promise<void> {
    while (this.batches.size > 0) await Promise.all(this.batches);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.note('stopping');
    await this.reserving;
    await Promise.race([this.settled(), sleep(STOP_MS, undefined, { ref: false })]);
    const left = await this.database
      .transaction()
      .execute((transaction) => this.attempts.lockReserved(transaction, this.replica.id));
    for (const attempt of left) await this.outcomes.release(attempt, 'The process is stopping');
  }

  private async round(): Promise<void> {
    try {
      const reserved = await this.reserve();
      if (typeof reserved === 'string') {
        this.note(reserved);
        return;
      }
      this.note(undefined);
      if (reserved.length > 0) this.send(reserved);
    } catch (error) {
      this.logger.error({ err: toError(error) }, 'A tick failed');
    }
  }

  private async reserve(): Promise<readonly Reservation[] | Idle> {
    if (this.stopping.signal.aborted) return 'stopping';
    const outage = this.fault(CIRCUIT);
    const isNews = outage !== this.knownOutage && outage !== undefined;
    if (performance.now() < this.restUntil && this.idle && !isNews) return this.idle;
    if (!(await this.leads.ready())) return 'lead-source-away';
    // A refused key fails every call alike, and an open circuit holds it back: a free request finds out when it works.
    const refused = this.fault('access')?.needsOperator === true;
    const isDoubtful = refused || !this.accessVerified || outage !== undefined;
    // News of an outage goes first: it suspends the campaign on every replica, and so reserves nobody.
    if (isDoubtful && !isNews && !(await this.verifyAccess())) return 'provider-away';
    const horizonMs = TICK_MS * this.clock.speed;
    const reserved = await this.reservations.reserve(horizonMs, {
      outage: isNews ? outage.message : undefined,
    });
    this.knownOutage = outage;
    if (reserved !== 'probe-due') return reserved;
    if (!(await this.verifyAccess())) return 'provider-away';
    return await this.reservations.reserve(horizonMs, { mayProbe: true });
  }

  /** Of whichever service a call needs. */
  private fault(topic: string): ExternalFault | undefined {
    return this.externals.fault('vapi', topic) ?? this.externals.fault('twilio', topic);
  }

  private async verifyAccess(): Promise<boolean> {
    this.accessVerified = await this.telephony.verifyAccess();
    if (!this.accessVerified) this.rest();
    return this.accessVerified;
  }

  private send(reserved: readonly Reservation[]): void {
    const batch = this.dialer
      .dialAll(reserved, this.stopping.signal)
      .then((result) => this.after(result))
      .catch((error: unknown) => {
        this.logger.error(
          { err: toError(error), attemptIds: reserved.map(({ attempt }) => attempt.id) },
          'A batch broke off; its reservations run out by themselves',
        );
      })
      .finally(() => this.batches.delete(batch));
    this.batches.add(batch);
  }

  private after(result: BatchResult): void {
    if (result === 'dialed') {
      this.restMs = REST_MS.first;
      return;
    }
    this.rest();
    this.note(result === 'source-away' ? 'lead-source-away' : 'provider-away');
  }

  private rest(): void {
    this.restUntil = performance.now() + this.restMs;
    this.restMs = Math.min(REST_MS.longest, this.restMs * 2);
  }

  private async gather(): Promise<void> {
    if (this.gathering) return;
    this.gathering = true;
    await sleep(GATHER_MS, undefined, { ref: false });
    this.gathering = false;
    // Work of its own, whichever call's end has set it off.
    await inWork({ requestId: this.ids.next() }, () => this.tick());
  }

  private note(idle: Idle | undefined): void {
    if (idle === this.idle) return;
    this.idle = idle;
    const grave =
      idle === 'provider-away' ||
      idle === 'lead-source-away' ||
      idle === 'no-budget' ||
      idle === 'no-number' ||
      idle === 'paused';
    if (grave) this.logger.warn(`Dialing stands still: ${idle}`);
    else this.logger.debug(idle ? `Nothing to dial: ${idle}` : 'Dialing');
  }
}
