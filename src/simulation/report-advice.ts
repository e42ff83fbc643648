/** What an operator can do about leads that a rule keeps from being called, by the rule's id. */
const ADVICE: Readonly<Record<string, string>> = {
  suppression: 'Nothing: they asked not to be called, and that is final.',
  'do-not-call': 'Nothing, unless Do Not Call was ticked by mistake.',
  number: 'Correct the numbers in the lead list, with their country code.',
  status: 'Look at each, and set its Status to new if it is to be called.',
  'dialable-number': 'Ask for a number of their own: freephone, premium and service lines are never called.',
  jurisdiction: 'Say where they are: correct State, Country or Postal Code.',
  'time-zone': 'Say where they are: correct Timezone, State or Country.',
  seller: 'Set SELLER_LEGAL_NAME and CALLBACK_NUMBER.',
  registration:
    'Register there, and attest it in the file that COMPLIANCE_FILE names; or leave these leads out.',
  'artificial-voice':
    'Have a person call them, or leave them out: consent alone does not allow an artificial voice there.',
  'consent-level':
    'Ask them for written consent to such calls, e.g. by a form, and write it into the lead list.',
  'consent-scope':
    'Ask them for a consent that names this seller, this purpose and calls with an artificial voice.',
  'consent-period': 'Ask them for their consent anew, or correct its dates.',
  'consent-revocation': 'Nothing, unless they give their consent anew by themselves.',
  'do-not-call-list':
    'Import the newest version of the list; those that are on it are called with their written consent only.',
  'calling-window': 'Wait: they are called when their hours open.',
  holiday: 'Wait: they are called after the holiday.',
  'campaign-hours': 'Widen CALLING_HOURS, or give the campaign more days.',
  frequency: 'Wait: their number has been called as often as is allowed.',
  'refusal-rest': 'Wait until the rest that the law gives them is over.',
  time: 'Give the campaign more days or more lines.',
};

/** Where the rule that usually heals by itself does not. */
const FOR_GOOD: Readonly<Record<string, string>> = {
  'calling-window': 'Say where they are: what is known of them leaves no hour that is lawful everywhere.',
  holiday: 'Say where they are: what is known of them leaves no day that is lawful everywhere.',
};

/** In plain words; never empty. @param isWaiting whether time alone may bring the call */
export function adviceOn(rule: string, isWaiting: boolean): string {
  return (
    (isWaiting ? undefined : FOR_GOOD[rule]) ??
    ADVICE[rule] ??
    'Look at what the rule says, and at GET /api/leads/ID/eligibility for a lead of this kind.'
  );
}
