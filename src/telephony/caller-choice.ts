import { CallerNumber } from './telephony-provider';

/**
 * Chooses our number for each call: one with the lead's own area code before the others, and among equals the one that
 * has called least, so that all take turns.
 */
export class CallerChoice {
  readonly #used: Map<string, number>;

  /**
   * @param numbers in the order in which they take turns
   * @param used calls that have gone out from each, by id, in the time that the cap is for
   * @param cap calls that each may make in that time
   */
  constructor(
    private readonly numbers: readonly CallerNumber[],
    used: ReadonlyMap<string, number>,
    private readonly cap = Number.POSITIVE_INFINITY,
  ) {
    this.#used = new Map(used);
  }

  /** Calls that all of them together may still make. */
  get left(): number {
    return this.numbers.reduce((sum, number) => sum + Math.max(0, this.cap - this.usesOf(number)), 0);
  }

  /** The number to call this one (E.164) from, counted as used; `undefined` when none may call any more. */
  take(phone: string): CallerNumber | undefined {
    const free = this.numbers.filter((number) => this.usesOf(number) < this.cap);
    const code = areaCode(phone);
    const local = free.filter(({ number }) => code !== undefined && number?.startsWith(code));
    const [chosen] = (local.length > 0 ? local : free).toSorted(
      (one, other) => this.usesOf(one) - this.usesOf(other),
    );
    if (chosen) this.#used.set(chosen.id, this.usesOf(chosen) + 1);
    return chosen;
  }

  private usesOf({ id }: CallerNumber): number {
    return this.#used.get(id) ?? 0;
  }
}

/** Area codes are of one length only where the country code is 1. */
function areaCode(phone: string): string | undefined {
  return /^\+1\d{3}/.exec(phone)?.[0];
}
