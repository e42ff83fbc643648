import { CampaignSettings } from '../config/settings';
import { Transaction } from '../persistence/database';
import { CallSubject, Decision, DecisionMoment } from './decision';

/**
 * The one way to a call: nothing is dialed without an `allow` from here, and every answer is on record before it is
 * given. Facts that other modules can't know (suppressions, calls made to the number) are looked up inside.
 */
export abstract class ComplianceGate {
  /**
   * Decides on each subject at the clock's present instant and records every decision in the caller's transaction.
   * Answers in the order asked. A fault in judging is a refusal, never an exception.
   */
  abstract decide(
    transaction: Transaction,
    subjects: readonly CallSubject[],
    moment: DecisionMoment,
  ): Promise<readonly Decision[]>;

  /**
   * The ruling that {@link decide} would give on this subject at the clock's present instant, without recording it: for
   * whoever asks "may it be called now, and if not, why and when?" It reserves nothing and promises nothing.
   * @param purpose another one than the campaign's own
   */
  abstract explain(
    transaction: Transaction,
    subject: CallSubject,
    purpose?: CampaignSettings['purpose'],
  ): Promise<Decision>;

  /** Ties decisions to the attempts that they allowed. */
  abstract linkAttempts(
    transaction: Transaction,
    links: readonly { readonly decisionId: string; readonly attemptId: string }[],
  ): Promise<void>;

  /** The earliest instant from `earliest` on at which the calling window of the subject is open; undefined: never. */
  abstract nextLegalInstant(subject: CallSubject, earliest: Date): Date | undefined;
}
