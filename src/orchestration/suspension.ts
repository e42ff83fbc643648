/**
 * Terminology: a campaign is *suspended* while dialing pauses by itself, because calls keep failing through no fault of
 * the people called. A *probe* is the one call that is let through to find out whether that is over. The operator's own
 * pause is another thing, and wins.
 *
 * running → suspended: the provider's circuit has opened, or the last {@link TELLING_FAULTS} attempts that say anything
 * of the provider, over all replicas, failed by its fault · suspended → probing: the wait is over · probing → running:
 * the probe got past the provider, whoever did or did not pick up · probing → suspended: it failed (the next wait is
 * twice as long) or came to nothing that says anything (the wait is as long as before).
 */
export type ProbeFate = 'under-way' | 'passed' | 'failed' | 'lost';

/** Too few: bad luck suspends a campaign. Too many: as many people are rung for nothing. */
export const TELLING_FAULTS = 5;
/** Before the first probe, in real time (ms). */
export const FIRST_WAIT_MS = 60_000;
/** Between two probes at most (ms). */
export const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * Whether calls fail in a row, so that dialing should pause.
 * @param last of the latest attempts that say anything of the provider, in any order, whether each failed by its fault:
 * {@link TELLING_FAULTS} of them, or fewer where there are no more
 */
export function isFailing(last: readonly (boolean | null)[]): boolean {
  return last.length === TELLING_FAULTS && last.every((fault) => fault === true);
}

/** Whom the wait before the next probe follows: a failed one makes it longer. */
export function waitAfter(fate: Extract<ProbeFate, 'failed' | 'lost'>, waitMs: number): number {
  return fate === 'failed' ? Math.min(LONGEST_WAIT_MS, waitMs * 2) : waitMs;
}

/** What the probing attempt has shown. @param attempt `undefined`: it is gone from the database */
export function fateOf(
  attempt: { readonly isOpen: boolean; readonly providerFault: boolean | null } | undefined,
): ProbeFate {
  if (!attempt) return 'lost';
  if (attempt.isOpen) return 'under-way';
  if (attempt.providerFault === null) return 'lost';
  return attempt.providerFault ? 'failed' : 'passed';
}

const MONEY = /credit|wallet|subscription|billing|payment|quota|funds|characters|frozen/i;
const ACCESS = /\b40[13]\b|unauthorized|invalid-credentials|api-key|access-denied|not-authorized/i;

/** What the operator can do about it; `undefined` when waiting is all there is. */
export function adviceFor(failure: string): string | undefined {
  if (MONEY.test(failure)) {
    return 'Check credit and plan of the VAPI organization, and of the model, voice and transcriber accounts that it uses.';
  }
  if (ACCESS.test(failure)) {
    return 'Check the keys of VAPI, and those of the model, voice and transcriber accounts that it uses.';
  }
  return undefined;
}
