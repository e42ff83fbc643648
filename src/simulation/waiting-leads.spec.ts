import fc from 'fast-check';
import { compareClaims } from '../leads/claim-order';
import { LEAD_STATUSES, LeadStatus } from '../leads/lead-status';
import { WaitingLeads } from './waiting-leads';

const leads = fc.array(
  fc.record({
    status: fc.constantFrom<LeadStatus>('new', 'retry', 'callback'),
    dueAt: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 60 },
);

describe('WaitingLeads', () => {
  it('gives out whoever is due in the order of claims, and nobody else', () => {
    fc.assert(
      fc.property(leads, fc.integer({ min: 0, max: 30 }), (all, now) => {
        const waiting = new WaitingLeads({
          status: Uint8Array.from(all, ({ status }) => LEAD_STATUSES.indexOf(status)),
          dueAt: Float64Array.from(all, ({ dueAt }) => dueAt),
        });
        for (const lead of all.keys()) waiting.add(lead);
        const claimed = [];
        for (let lead = waiting.claim(now); lead !== undefined; lead = waiting.claim(now))
          claimed.push(all[lead]);
        const due = all.filter(({ dueAt }) => dueAt <= now).toSorted(compareClaims);
        expect(claimed).toEqual(due);
        expect(waiting.size).toBe(all.length - due.length);
        expect(waiting.nextDueAt).toBe(Math.min(...all.map(({ dueAt }) => dueAt).filter((at) => at > now)));
      }),
    );
  });
});
