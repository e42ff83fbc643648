import type { LeadChange } from '../leads/lead-store';
import { isDialable, LEAD_STATUSES, LeadStatus, mayBecome } from '../leads/lead-status';
import { CampaignRun, UnreachedGroup } from './campaign-run';
import { LeadColumns } from './lead-columns';
import { WaitingLeads } from './waiting-leads';

/** What set a lead aside before any rule was asked. */
const SET_ASIDE: Partial<Record<LeadStatus, readonly [rule: string, what: string]>> = {
  invalid: ['number', 'The phone number cannot be called: correct it'],
  'left alone': [
    'status',
    "The status is a word of a person's own: clear it, or write `new`, to have the lead called",
  ],
  blocked: [
    'status',
    'The lead was blocked before: see its Last Outcome, mend that, and set the status to `new`',
  ],
  'needs review': ['status', 'A person has to look at the lead first, and set its status to `new`'],
  'opted out': ['suppression', 'The person has asked not to be called'],
};

/** Where every lead stands during a run. Nothing of the columns is changed: what moves is copied. */
export class LeadStandings {
  readonly status: Uint8Array;
  readonly dueAt: Float64Array;
  readonly attempts: Uint8Array;
  readonly failures: Uint8Array;
  /** Leads that were called, in this run or before it. */
  readonly #wasCalled: Uint8Array;
  readonly #ticked = new Set<number>();
  /** Which of `#reasons` last spoke against the lead; 0: none. */
  readonly #why: Uint32Array;
  readonly #reasons: { readonly rule: string; readonly what: string }[] = [{ rule: '', what: '' }];
  readonly #reasonIndexes = new Map<string, number>();
  readonly waiting: WaitingLeads;

  constructor(private readonly columns: LeadColumns) {
    this.status = new Uint8Array(columns.status);
    this.dueAt = new Float64Array(columns.dueAt);
    this.attempts = new Uint8Array(columns.attempts);
    this.failures = new Uint8Array(columns.failures);
    this.#wasCalled = new Uint8Array(columns.count);
    this.#why = new Uint32Array(columns.count);
    this.waiting = new WaitingLeads(this);
    for (let lead = 0; lead < columns.count; lead += 1) {
      if (isDialable(this.statusOf(lead))) this.waiting.add(lead);
      if ((this.attempts[lead] ?? 0) > 0) this.#wasCalled[lead] = 1;
    }
  }

  statusOf(lead: number): LeadStatus {
    return LEAD_STATUSES[this.status[lead] ?? 0] ?? 'left alone';
  }

  /**
   * Moves a lead as `LeadStore.change` does: a status that the transitions forbid is left as it is. A lead that is
   * dialable then goes back among those that wait, so it must not stand there already.
   */
  change(lead: number, { status, due_at, attempts, failures }: LeadChange): void {
    if (status && mayBecome(this.statusOf(lead), status)) this.put(lead, status);
    if (due_at instanceof Date) this.dueAt[lead] = due_at.getTime();
    if (attempts !== undefined) this.attempts[lead] = attempts;
    if (failures !== undefined) this.failures[lead] = failures;
    if (isDialable(this.statusOf(lead))) this.waiting.add(lead);
  }

  reserve(lead: number): void {
    this.put(lead, 'in progress');
  }

  called(lead: number): void {
    this.#wasCalled[lead] = 1;
  }

  /** A person ticks Do Not Call. */
  tick(lead: number): void {
    this.#ticked.add(lead);
  }

  isTicked(lead: number): boolean {
    return this.#ticked.has(lead);
  }

  /** @param why of {@link whyIndex} */
  refused(lead: number, why: number): void {
    this.#why[lead] = why;
  }

  /** Names what speaks against leads, once. */
  whyIndex(rule: string, what: string): number {
    const key = `${rule} ${what}`;
    const known = this.#reasonIndexes.get(key);
    if (known !== undefined) return known;
    const index = this.#reasons.push({ rule, what }) - 1;
    this.#reasonIndexes.set(key, index);
    return index;
  }

  counts(): CampaignRun['leadsByStatus'] {
    const counts = new Uint32Array(LEAD_STATUSES.length);
    for (let lead = 0; lead < this.columns.count; lead += 1) {
      const status = this.status[lead] ?? 0;
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return Object.fromEntries(LEAD_STATUSES.map((status, index) => [status, counts[index]])) as Record<
      LeadStatus,
      number
    >;
  }

  /** Leads that nobody has called, the largest group first. */
  unreached(): readonly UnreachedGroup[] {
    const groups = new Map<string, UnreachedGroup & { readonly whats: Map<string, number> }>();
    for (let lead = 0; lead < this.columns.count; lead += 1) {
      if (this.#wasCalled[lead] === 1) continue;
      const { rule, what } = this.whyOf(lead);
      const isWaiting = isDialable(this.statusOf(lead)) || this.statusOf(lead) === 'in progress';
      const key = `${rule} ${isWaiting}`;
      const group = groups.get(key) ?? { rule, what, leads: 0, isWaiting, whats: new Map<string, number>() };
      group.whats.set(what, (group.whats.get(what) ?? 0) + 1);
      groups.set(key, { ...group, leads: group.leads + 1 });
    }
    return [...groups.values()]
      .map(({ rule, leads, isWaiting, whats }) => ({ rule, what: commonest(whats), leads, isWaiting }))
      .toSorted((one, other) => other.leads - one.leads || (one.rule < other.rule ? -1 : 1));
  }

  private whyOf(lead: number): { readonly rule: string; readonly what: string } {
    const index = this.#why[lead] ?? 0;
    const known = this.#reasons[index];
    if (index > 0 && known) return known;
    const [rule, what] = SET_ASIDE[this.statusOf(lead)] ?? [
      'time',
      'Its turn has not come: see when the campaign ends',
    ];
    return { rule, what: this.columns.reasons.get(lead) ?? what };
  }

  private put(lead: number, status: LeadStatus): void {
    this.status[lead] = LEAD_STATUSES.indexOf(status);
  }
}

function commonest(counts: ReadonlyMap<string, number>): string {
  const [first] = [...counts].toSorted(([one, less], [other, more]) => more - less || (one < other ? -1 : 1));
  const what = first?.[0] ?? '';
  return counts.size > 1 ? `${what} (the commonest of ${counts.size} such reasons)` : what;
}
