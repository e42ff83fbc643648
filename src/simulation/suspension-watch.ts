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
  /** The latest that say anything of the provider, by when it was asked; the last asked first. */
  #telling: { readonly askedAtMs: number; readonly fault: boolean }[] = [];
  #suspended: { probeAtMs: number; waitMs: number; probe: WatchedAttempt | undefined } | undefined;
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
    if (!isFailing(this.#telling.map(({ fault }) => fault))) return 'running';
    this.#suspended = {
      probeAtMs: nowMs + FIRST_WAIT_MS * this.speed,
      waitMs: FIRST_WAIT_MS,
      probe: undefined,
    };
    this.#count += 1;
    return 'suspended';
  }

  /** The reservation that was made on `probe-due`. */
  probing(attempt: WatchedAttempt): void {
    if (this.#suspended) this.#suspended.probe = attempt;
  }

  note(askedAtMs: number, fault: boolean | null): void {
    if (fault === null) return;
    this.#telling.push({ askedAtMs, fault });
    this.#telling.sort((one, other) => other.askedAtMs - one.askedAtMs);
    this.#telling.length = Math.min(this.#telling.length, TELLING_FAULTS);
  }

  private whileSuspended(nowMs: number): Standing {
    const suspended = this.#suspended;
    if (!suspended) return 'running';
    if (!suspended.probe) return nowMs >= suspended.probeAtMs ? 'probe-due' : 'suspended';
    const fate = fateOf(suspended.probe);
    if (fate === 'under-way') return 'suspended';
    if (fate === 'passed') {
      this.#suspended = undefined;
      return 'running';
    }
    const waitMs = waitAfter(fate, suspended.waitMs);
    this.#suspended = { probeAtMs: nowMs + waitMs * this.speed, waitMs, probe: undefined };
    return 'suspended';
  }
}
