import { RunningClock } from '../../src/common/clock';

/** Runs like any clock, and can be put forward or back: time that passes while nobody runs. */
export class MovableClock extends RunningClock {
  #movedMs = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.#movedMs);
  }

  move(ms: number): void {
    this.#movedMs += ms;
  }
}
