import { describe as inWords } from '../support/kill';
import { Ordeal } from '../support/ordeal';
import { EACH_ONCE, killsFor } from './kill-steps';

/** `npm run soak` sets how many; `SEED` repeats a run. */
const KILLS = Number(process.env.SOAK ?? EACH_ONCE);
const SEED = Number(process.env.SEED ?? (process.env.SOAK === undefined ? 1 : Date.now() % 1_000_000));
/** One step in ten may lie beyond what its process came to: which request a fault hits depends on the moment. */
const MOST_MISSED = KILLS / 10;
const KILL_MS = 15_000;

describe(`a live service killed at ${KILLS} steps one after the other (SEED=${SEED})`, () => {
  let ordeal: Ordeal;

  beforeAll(async () => {
    ordeal = await Ordeal.begin(Math.min(1_900, 120 + KILLS * 5), SEED);
  }, 60_000);

  afterAll(async () => await ordeal.close(), 60_000);

  it(
    'calls nobody twice or unlawfully, writes each call down once, and leaves no lead behind',
    async () => {
      for (const [index, kill] of killsFor(KILLS, SEED).entries()) {
        const wrong = await ordeal.kill(kill);
        if (wrong.length > 0)
          throw new Error(`After kill ${index + 1}, ${inWords(kill)} (SEED=${SEED}): ${wrong.join('; ')}`);
        if (ordeal.missed.length > MOST_MISSED)
          throw new Error(`Steps that no process came by: ${ordeal.missed.join('\n')}`);
      }
      expect((await ordeal.endInPeace()).map((fault) => ordeal.explain(fault))).toEqual([]);
    },
    120_000 + KILLS * KILL_MS,
  );
});
