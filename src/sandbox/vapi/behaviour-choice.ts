import type { Chance } from '../chance';
import type { Journal } from '../journal';
import { BEHAVIOURS, type Behaviour } from './people';

type Weights = readonly (readonly [Behaviour, number])[];

/** People who pick up. */
const TALKING: Weights = [
  ['interested', 30],
  ['not-interested', 26],
  ['callback', 16],
  ['opt-out', 12],
  ['wants-human', 6],
  ['wrong-number', 6],
  ['silence', 4],
];

/** What a number does the first time it is called; the talking ones are told apart by `TALKING`. */
const FIRST: Weights = [
  ['interested', 42],
  ['no-answer', 30],
  ['voicemail', 15],
  ['busy', 5],
  ['misdialed', 2],
  ['pipeline-error', 2],
  ['carrier-failure', 2],
  ['start-error', 2],
];

function weighted(weights: Weights, fraction: number): Behaviour {
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  let left = fraction * total;
  for (const [behaviour, weight] of weights) {
    left -= weight;
    if (left < 0) return behaviour;
  }
  return 'no-answer';
}

export function isBehaviour(value: unknown): value is Behaviour {
  return BEHAVIOURS.some((behaviour) => behaviour === value);
}

/** Decides how the person at a number behaves; by script where there is one, else by chance and seed. */
export class BehaviourChoice {
  private readonly scripts = new Map<string, Behaviour[]>();

  constructor(
    private readonly chance: Chance,
    private readonly journal: Journal,
  ) {
    for (const [number, value] of journal.load('vapi-script')) this.scripts.set(number, value as Behaviour[]);
  }

  /** Fixes what happens on the first, second, … call to the number; the last one goes on for ever. */
  script(number: string, behaviours: readonly Behaviour[]): void {
    if (behaviours.length === 0) this.scripts.delete(number);
    else this.scripts.set(number, [...behaviours]);
    this.journal.write('vapi-script', number, behaviours.length === 0 ? null : behaviours);
  }

  /** @param nth 1 for the first call to the number */
  choose(number: string, nth: number): Behaviour {
    const script = this.scripts.get(number);
    const scripted = script?.[Math.min(nth, script.length) - 1];
    if (scripted !== undefined) return scripted;
    const first = weighted(FIRST, this.chance.fraction('first', number));
    const talking = weighted(TALKING, this.chance.fraction('talking', number, nth));
    if (nth === 1) return first === 'interested' ? talking : first;
    if (first === 'misdialed') return first;
    const isShy = first === 'no-answer' || first === 'voicemail';
    return isShy && this.chance.fraction('again', number, nth) < 0.4 ? first : talking;
  }
}
