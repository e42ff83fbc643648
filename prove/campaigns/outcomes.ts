import { CallCourse, CallEnd, CallToDraw, OutcomeModel } from '../../src/simulation/outcome-model';
import { Chance } from '../scenario/chance';

const SHARES: readonly (readonly [CallEnd, number])[] = [
  ['no-answer', 0.3],
  ['voicemail', 0.2],
  ['declined', 0.14],
  ['opt-out', 0.06],
  ['callback', 0.08],
  ['interested', 0.05],
  ['doubtful-opt-out', 0.02],
  ['wants-human', 0.02],
  ['wrong-number', 0.02],
  ['silence', 0.02],
  ['busy', 0.04],
  ['bad-number', 0.01],
  ['carrier-failure', 0.02],
  ['start-refused', 0.01],
  ['in-call-failure', 0.01],
];

/** How calls end, drawn from the number and how often it was called; what people say in them is told as it is said. */
export class DrawnOutcomes implements OutcomeModel {
  /** @param onEnd told of every call with when it is over (epoch ms) */
  constructor(private readonly onEnd: (phone: string, end: CallEnd, overAt: number) => void) {}

  draw({ phone, nth, at, seed }: CallToDraw): CallCourse {
    const chance = new Chance(
      Math.imul(Number(phone.slice(-9)), 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b) ^ seed,
    );
    const end = endAt(chance.fraction());
    const lineMs = chance.whole(5_000, 240_000);
    this.onEnd(phone, end, at.getTime() + lineMs);
    return {
      end,
      lineMs,
      ...(chance.isLucky(0.95) && { reportMs: chance.whole(500, 60_000) }),
      costUsd: 0.05,
      ...(end === 'callback' &&
        chance.isLucky(0.7) && { callbackInMs: chance.whole(600_000, 3 * 86_400_000) }),
    };
  }
}

function endAt(fraction: number): CallEnd {
  let sum = 0;
  for (const [end, share] of SHARES) {
    sum += share;
    if (fraction < sum) return end;
  }
  return 'no-answer';
}
