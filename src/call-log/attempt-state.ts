/**
 * Terminology: an *attempt* is one intended call to one lead. `reserved` holds a line and the number · `dialing` the
 * provider is being asked · `placed` the provider has the call · `in_doubt` it was asked and nobody knows the answer ·
 * `released` it was never asked · `rejected` it said no · `not_placed` it turned out never to have got the call ·
 * `ended` the call is over and its outcome is decided.
 */
export const ATTEMPT_STATES = [
  'reserved',
  'dialing',
  'in_doubt',
  'placed',
  'released',
  'rejected',
  'not_placed',
  'ended',
] as const;

export type AttemptState = (typeof ATTEMPT_STATES)[number];

/** The states in which the number may be ringing: a unique index allows one such attempt to a number. */
export const OPEN_STATES = [
  'reserved',
  'dialing',
  'in_doubt',
  'placed',
] as const satisfies readonly AttemptState[];

export function isOpen(state: AttemptState): boolean {
  return OPEN_STATES.some((open) => open === state);
}

/**
 * Every allowed move. From `rejected` and `not_placed` there is a way on because the provider has the last word: when
 * word comes of a call that was thought not to exist, it did exist.
 */
export const ATTEMPT_TRANSITIONS: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  reserved: ['dialing', 'released'],
  dialing: ['placed', 'rejected', 'in_doubt'],
  in_doubt: ['placed', 'not_placed'],
  placed: ['ended'],
  rejected: ['placed'],
  not_placed: ['placed'],
  released: [],
  ended: [],
};

/** The states from which an attempt may become `to`. */
export function sourcesOf(to: AttemptState): AttemptState[] {
  return ATTEMPT_STATES.filter((from) => ATTEMPT_TRANSITIONS[from].includes(to));
}
