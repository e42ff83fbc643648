/**
 * Terminology: a lead's *status* is what we write to the source; a *dialable* status is the only kind that may ever be
 * called. `left alone` is ours alone: it stands for any word of a person's own, which we keep as they wrote it.
 */
export const LEAD_STATUSES = [
  'new',
  'in progress',
  'called',
  'retry',
  'callback',
  'exhausted',
  'opted out',
  'blocked',
  'invalid',
  'needs review',
  'left alone',
] as const;

export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const DIALABLE_STATUSES = ['new', 'retry', 'callback'] as const satisfies readonly LeadStatus[];
export type DialableStatus = (typeof DIALABLE_STATUSES)[number];

export function isDialable(status: string): status is DialableStatus {
  return DIALABLE_STATUSES.some((dialable) => dialable === status);
}

/** What a word in the source's `Status` column means. Case and surrounding spaces don't matter; empty means `new`. */
export function readStatus(word: string): LeadStatus {
  const plain = word.trim().toLowerCase();
  if (plain === '') return 'new';
  return LEAD_STATUSES.find((status) => status === plain) ?? 'left alone';
}

/**
 * The statuses that *we* may move a lead to. People may write any word at any time; these are the moves of our own
 * code, and `setStatus` refuses any other. `opted out` has no way out.
 */
export const LEAD_TRANSITIONS: Readonly<Record<LeadStatus, readonly LeadStatus[]>> = {
  new: ['in progress', 'blocked', 'exhausted', 'opted out', 'needs review'],
  retry: ['in progress', 'blocked', 'exhausted', 'opted out', 'needs review'],
  callback: ['in progress', 'blocked', 'exhausted', 'opted out', 'needs review'],
  'in progress': [
    'new',
    'called',
    'retry',
    'callback',
    'exhausted',
    'opted out',
    'blocked',
    'invalid',
    'needs review',
  ],
  called: ['opted out'],
  exhausted: ['opted out'],
  blocked: ['opted out'],
  invalid: ['opted out'],
  'needs review': ['opted out'],
  'left alone': ['opted out'],
  'opted out': [],
};

export function mayBecome(from: LeadStatus, to: LeadStatus): boolean {
  return LEAD_TRANSITIONS[from].includes(to);
}
