import { RuleContext } from '../rule-context';
import { Consent, readConsentLevel } from './consent';
import { levelFault, periodFault, requiredLevel, revocationFault, scopeFault } from './consent-faults';

type Judged = Pick<RuleContext, 'subject' | 'facts' | 'policy' | 'jurisdictions' | 'now'>;

/**
 * The one consent that a call stands on, which all rules about consent judge: the first that suffices in every way, the
 * lead's own before those of the ledger. Where none does it is the one whose faults a person should see: the lead's own,
 * or else the ledger's latest. A lead that states outright that there is no consent contradicts whatever the ledger
 * holds, and a contradiction is no consent. Undefined: nobody says anything.
 */
export function governingConsent(context: Judged): Consent | undefined {
  const own = ownConsent(context);
  if (own?.level === 'none') return own;
  const all = own ? [own, ...context.facts.consents.grants] : context.facts.consents.grants;
  const required = requiredLevel(context.policy, context.jurisdictions);
  return all.find((consent) => suffices(consent, required, context)) ?? own ?? latest(all);
}

function ownConsent({ subject }: Judged): Consent | undefined {
  const level = readConsentLevel(subject.consent);
  if (level === undefined) return undefined;
  const { consentAt: givenAt, consentExpiresAt: expiresAt } = subject;
  const unlimited = { seller: undefined, purpose: undefined, channel: undefined };
  return { level, ...unlimited, givenAt, expiresAt, origin: 'lead-source' };
}

function suffices(
  consent: Consent,
  required: ReturnType<typeof requiredLevel>,
  { policy, facts, now }: Judged,
): boolean {
  return (
    levelFault(consent, required, policy) === undefined &&
    scopeFault(consent, policy) === undefined &&
    periodFault(consent, now) === undefined &&
    revocationFault(consent, facts.consents.revokedAt) === undefined
  );
}

function latest(consents: readonly Consent[]): Consent | undefined {
  return consents.toSorted(
    (one, other) => (other.givenAt?.getTime() ?? 0) - (one.givenAt?.getTime() ?? 0),
  )[0];
}
