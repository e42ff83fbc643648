import fc from 'fast-check';
import { storeLead } from '../../test/support/a-lead';
import { aMemoryDatabase, empty, NOON } from '../../test/support/database';
import { NoOutbox } from '../airtable/no-outbox';
import { readEnvironment } from '../config/read-environment';
import { CampaignSettings } from '../config/settings';
import { Database } from '../persistence/database';
import { compareClaims } from './claim-order';
import { LeadStore } from './lead-store';

let database: Database;

beforeAll(async () => {
  database = await aMemoryDatabase();
});

afterAll(() => database.destroy());

const leads = fc.uniqueArray(
  fc.record({
    status: fc.constantFrom('new', 'retry', 'callback'),
    minutes: fc.integer({ min: 0, max: 500 }),
  }),
  { selector: ({ minutes }) => minutes, minLength: 1, maxLength: 12 },
);

describe('the order of claims', () => {
  it('is the same in the database and in compareClaims', async () => {
    await fc.assert(
      fc.asyncProperty(leads, async (all) => {
        await empty(database);
        const due = (minutes: number) => new Date(Date.parse(NOON) - minutes * 60_000);
        for (const { status, minutes } of all) await storeLead(database, { status, due_at: due(minutes) });
        const claimed = await database
          .transaction()
          .execute((transaction) =>
            new LeadStore(new NoOutbox(new CampaignSettings(readEnvironment({})))).claimDue(
              transaction,
              'default',
              new Date(NOON),
              50,
            ),
          );
        const claimables = claimed.map(({ status, due_at }) => ({ status, dueAt: due_at.getTime() }));
        expect(claimables).toHaveLength(all.length);
        expect(claimables).toEqual(claimables.toSorted(compareClaims));
      }),
      { numRuns: 15 },
    );
  });

  it('puts callbacks first, then whoever is due for longest', () => {
    const order = [
      { status: 'new', dueAt: 2 },
      { status: 'callback', dueAt: 9 },
      { status: 'retry', dueAt: 1 },
    ] as const;
    expect(order.toSorted(compareClaims).map(({ dueAt }) => dueAt)).toEqual([9, 1, 2]);
  });
});
