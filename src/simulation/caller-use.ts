import { CallerChoice } from '../telephony/caller-choice';
import { CallerNumber } from '../telephony/telephony-provider';

const DAY_MS = 24 * 3_600_000;

/** One call that a number of ours was taken for. */
export interface CallerTurn {
  readonly id: string;
  readonly atMs: number;
  /** It came to nothing before anybody was called. */
  isUnused: boolean;
}

/** Which of our numbers may call, and how often still: what `CallerNumbers` counts from the attempts. */
export class CallerUse {
  readonly #used = new Map<string, number>();
  #turns: CallerTurn[] = [];
  #oldest = 0;

  /** @param cap calls from each number in any 24 hours; undefined: no limit */
  constructor(
    private readonly numbers: readonly CallerNumber[] | undefined,
    private readonly cap: number | undefined,
  ) {}

  /** Undefined where there is nothing to choose from. */
  choice(nowMs: number): CallerChoice | undefined {
    if (this.numbers === undefined) return undefined;
    this.forget(nowMs - DAY_MS);
    return new CallerChoice(this.numbers, this.#used, this.cap);
  }

  /** When the next number is free again (epoch ms). */
  get nextFreeAtMs(): number {
    return (this.#turns[this.#oldest]?.atMs ?? 0) + DAY_MS;
  }

  take(id: string, atMs: number): CallerTurn {
    const turn = { id, atMs, isUnused: false };
    this.#turns.push(turn);
    this.count(id, 1);
    return turn;
  }

  giveBack(turn: CallerTurn): void {
    if (turn.isUnused) return;
    turn.isUnused = true;
    this.count(turn.id, -1);
  }

  private forget(untilMs: number): void {
    for (
      let turn = this.#turns[this.#oldest];
      turn && turn.atMs <= untilMs;
      turn = this.#turns[this.#oldest]
    ) {
      this.#oldest += 1;
      if (!turn.isUnused) this.count(turn.id, -1);
    }
    if (this.#oldest < 10_000) return;
    this.#turns = this.#turns.slice(this.#oldest);
    this.#oldest = 0;
  }

  private count(id: string, by: number): void {
    this.#used.set(id, (this.#used.get(id) ?? 0) + by);
  }
}
