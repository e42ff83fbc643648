import { Clock } from './clock';

/** For tests: stands still until it is moved. */
export class FakeClock extends Clock {
  readonly speed = 1;
  #now: number;

  constructor(start: string) {
    super();
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  set(instant: string): void {
    this.#now = Date.parse(instant);
  }
}
