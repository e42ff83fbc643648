import { CallerNumber } from '../telephony-provider';

/** How long a number rests that VAPI has refused (ms): at first, and after many times. */
const REST_MS = { first: 5 * 60_000, longest: 6 * 3_600_000 };

interface Rest {
  readonly untilMs: number;
  readonly lastedMs: number;
}

/** Our numbers at VAPI, as this process knows them. One that VAPI refuses rests for longer each time. */
export class NumberPool {
  readonly #numbers: Map<string, string | undefined>;
  readonly #rests = new Map<string, Rest>();

  /** @param ids VAPI's, in the order in which they stand in for each other */
  constructor(ids: readonly string[]) {
    this.#numbers = new Map(ids.map((id) => [id, undefined]));
  }

  get ids(): readonly string[] {
    return [...this.#numbers.keys()];
  }

  learn(id: string, number: string | undefined): void {
    this.#numbers.set(id, number);
  }

  /** Those that do not rest. */
  available(now: Date): readonly CallerNumber[] {
    const isAwake = (id: string) => (this.#rests.get(id)?.untilMs ?? 0) <= now.getTime();
    return [...this.#numbers].filter(([id]) => isAwake(id)).map(([id, number]) => ({ id, number }));
  }

  /** Puts a refused number to rest. Refusals of one dial storm, coming while it rests already, count as one. */
  rest(id: string, now: Date): void {
    const before = this.#rests.get(id);
    if (before && before.untilMs > now.getTime()) return;
    const lastedMs = before ? Math.min(REST_MS.longest, before.lastedMs * 2) : REST_MS.first;
    this.#rests.set(id, { untilMs: now.getTime() + lastedMs, lastedMs });
  }

  /** It has worked: its next refusal is again a first one. Returns whether it had been refused before. */
  works(id: string): boolean {
    return this.#rests.delete(id);
  }
}

/** Whether a refusal is about the number called from, so that another one of ours may do. */
export function isAboutOurNumber(reason: string): boolean {
  if (/\bcustomer\b|'To' number/i.test(reason)) return false;
  return /phone ?number|daily (outbound )?(call )?limit|outbound call limit|can't dial outbound/i.test(
    reason,
  );
}
