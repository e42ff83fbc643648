import { fateOf, FIRST_WAIT_MS, isFailing, TELLING_FAULTS, waitAfter } from '../orchestration/suspension';
import type { Standing } from '../orchestration/suspensions.service';

/** An attempt as far as suspension goes by it. */
export interface WatchedAttempt {
  readonly isOpen: boolean;
  readonly providerFault: boolean | null;
}

/**
 * Suspends and resumes a simulated campaign as `Suspensions` does by the database's rows: after so many failures in a row
 * by the provider's fault, with probes in between.
 */
export class SuspensionWatch {
  /** Of the latest that say anything of the provider, whether it was at fault; the last that told so first. */
  #telling: boolean[] = [];
  /** When the probe that last got through was begun: what was asked for before it tells nothing any more. */
  #provenAtMs = Number.NEGATIVE_INFINITY;
  #suspended:
    { probeAtMs: number; waitMs: number; probe: WatchedAttempt | undefined; probedAtMs: number } | undefined;
  #count = 0;

  /** @param speed business time in a real one: waits are real */
  constructor(private readonly speed: number) {}

  /** How often the campaign has been suspended. */
  get count(): number {
    return this.#count;
  }

  /** When the next probe may go (epoch ms); Infinity while one is out or nothing is suspended. */
  get probeAtMs(): number {
    return this.#suspended?.probe === undefined ? (this.#suspended?.probeAtMs ?? Infinity) : Infinity;
  }

  /** Whether a dial may begin now: of a suspended campaign only the probe's. */
  mayDial(attempt: WatchedAttempt): boolean {
    return this.#suspended === undefined || this.#suspended.probe === attempt;
  }

  review(nowMs: number): Standing {
    const standing = this.whileSuspended(nowMs);
    if (standing !== 'running') return standing;
    if (!isFailing(this.#telling)) return 'running';
    this.#suspended = {
      probeAtMs: nowMs + FIRST_WAIT_MS * this.speed,
      waitMs: FIRST_WAIT_MS,
      probe: undefined,
      probedAtMs: nowMs,
    };
    this.#count += 1;
    return 'suspended';
  }

  /** The reservation that was made on `probe-due`. */
  probing(attempt: WatchedAttempt, nowMs: number): void {
    if (this.#suspended) Object.assign(this.#suspended, { probe: attempt, probedAtMs: nowMs });
  }

  note(askedAtMs: number, fault: boolean | null): void {
    if (fault === null) return;
    if (askedAtMs < this.#provenAtMs) return;
    this.#telling = [fault, ...this.#telling].slice(0, TELLING_FAULTS);
  }

  private whileSuspended(nowMs: number): Standing {
    const suspended = this.#suspended;
    if (!suspended) return 'running';
    if (!suspended.probe) return nowMs >= suspended.probeAtMs ? 'probe-due' : 'suspended';
    const fate = fateOf(suspended.probe);
    if (fate === 'under-way') return 'suspended';
    if (fate === 'passed') {
      this.#provenAtMs = suspended.probedAtMs;
      this.#telling = [];
      this.#suspended = undefined;
      return 'running';
    }
    const waitMs = waitAfter(fate, suspended.waitMs);
    this.#suspended = { probeAtMs: nowMs + waitMs * this.speed, waitMs, probe: undefined, probedAtMs: nowMs };
    return 'suspended';
  }
}
