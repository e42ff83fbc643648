import fc from 'fast-check';
import { storeAttempt, storeLead } from '../../test/support/a-lead';
import { addCampaign, aMemoryDatabase } from '../../test/support/database';
import { Database } from '../persistence/database';
import { ATTEMPT_STATES, ATTEMPT_TRANSITIONS, AttemptState, OPEN_STATES, sourcesOf } from './attempt-state';
import { Attempts } from './attempts';

describe('the states of an attempt', () => {
  it('are reached from exactly the states that lead to them', () => {
    for (const from of ATTEMPT_STATES) {
      for (const to of ATTEMPT_STATES) {
        expect(sourcesOf(to).includes(from)).toBe(ATTEMPT_TRANSITIONS[from].includes(to));
      }
    }
  });

  it('end in `ended` and `released`, and reach nothing from a doubt but an answer', () => {
    expect(ATTEMPT_STATES.filter((state) => ATTEMPT_TRANSITIONS[state].length === 0)).toEqual([
      'released',
      'ended',
    ]);
    expect(ATTEMPT_TRANSITIONS.in_doubt).toEqual(['placed', 'not_placed']);
  });

  it('never lead back to a request: the provider is asked once', () => {
    expect(sourcesOf('dialing')).toEqual(['reserved']);
    expect(sourcesOf('reserved')).toEqual([]);
  });

  it('open again only from states that say the call never was', () => {
    const reopening = OPEN_STATES.flatMap((to) => sourcesOf(to)).filter(
      (from) => !OPEN_STATES.some((open) => open === from),
    );
    expect([...new Set(reopening)]).toEqual(['rejected', 'not_placed']);
  });
});

describe('an attempt in the database', () => {
  let database: Database;

  beforeAll(async () => {
    database = await aMemoryDatabase();
    await addCampaign(database);
  });

  afterAll(() => database.destroy());

  it('never leaves the table, whatever is asked of it in whatever order', async () => {
    const attempts = new Attempts();
    const moves = ATTEMPT_STATES.filter((state) => state !== 'reserved');
    const walks = fc.array(fc.constantFrom(...moves), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(walks, async (walk) => {
        const id = await storeAttempt(database, await storeLead(database));
        let state: AttemptState = 'reserved';
        for (const to of walk) {
          const moved = await database
            .transaction()
            .execute((transaction) => attempts.move(transaction, id, to));
          const allowed: boolean = ATTEMPT_TRANSITIONS[state].includes(to);
          if (allowed) state = to;
          expect(moved?.state).toBe(allowed ? to : undefined);
        }
        const row = await database
          .selectFrom('attempts')
          .select('state')
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        expect(row.state).toBe(state);
      }),
      { numRuns: 40 },
    );
  });
});
