import type { SandboxClock } from './sandbox-options';

interface Appointment {
  atMs: number;
  order: number;
  /** Stopwatch reading at which the appointment is kept even if the clock has stood still. */
  latestStopwatchMs: number;
  run: () => void;
}

/** Longest real wait between looks at the clock, so that a clock moved by hand is noticed soon. */
const LOOK_EVERY_MS = 50;

/**
 * Keeps appointments in business time. One is due when the clock has reached it, or when so much real time has
 * passed as the clock's speed says the way there takes; the latter lets a clock that does not run be used in
 * tests with a speed. Due appointments are kept in the order of their instants.
 */
export class Agenda {
  private appointments: Appointment[] = [];
  private timer: NodeJS.Timeout | undefined;
  private counter = 0;
  private closed = false;

  constructor(
    private readonly clock: SandboxClock,
    private readonly stopwatchMs: () => number,
  ) {}

  /** Runs `run` at the instant `at` (at the next turn if that has passed). Returns the way to cancel it. */
  add(at: Date, run: () => void): () => void {
    const remainingMs = Math.max(0, at.getTime() - this.clock.now().getTime());
    const realMs = remainingMs === 0 ? 0 : remainingMs / this.clock.speed;
    const appointment = {
      atMs: at.getTime(),
      order: (this.counter += 1),
      latestStopwatchMs: this.stopwatchMs() + realMs,
      run,
    };
    this.appointments.push(appointment);
    this.wind();
    return () => {
      this.appointments = this.appointments.filter((other) => other !== appointment);
    };
  }

  /** The earliest instant for which something is planned: where a virtual clock may jump to. */
  nextAt(): Date | undefined {
    if (this.appointments.length === 0) return undefined;
    return new Date(Math.min(...this.appointments.map(({ atMs }) => atMs)));
  }

  /** Keeps every appointment that is due now. */
  runDue(): void {
    const nowMs = this.clock.now().getTime();
    const stopwatchMs = this.stopwatchMs();
    const isDue = (one: Appointment): boolean => one.atMs <= nowMs || one.latestStopwatchMs <= stopwatchMs;
    const due = this.appointments.filter(isDue).toSorted((a, b) => a.atMs - b.atMs || a.order - b.order);
    this.appointments = this.appointments.filter((one) => !due.includes(one));
    for (const { run } of due) if (!this.closed) run();
  }

  close(): void {
    this.closed = true;
    this.appointments = [];
    clearTimeout(this.timer);
  }

  private wind(): void {
    clearTimeout(this.timer);
    if (this.closed || this.appointments.length === 0) return;
    const nowMs = this.stopwatchMs();
    const nearestMs = Math.min(...this.appointments.map((one) => one.latestStopwatchMs - nowMs));
    this.timer = setTimeout(
      () => {
        this.runDue();
        this.wind();
      },
      Math.max(1, Math.min(nearestMs, LOOK_EVERY_MS)),
    );
    this.timer.unref();
  }
}
