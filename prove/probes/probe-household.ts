import { decide, Ruling } from '../../src/compliance/decide';
import {
  CallPolicy,
  readSubject,
  Rule,
  RuleContext,
  SubjectReading,
} from '../../src/compliance/rule-context';
import { Campaign, Dial } from '../checker/dial';
import { Household } from '../scenario/household';
import { Fault, Happening } from '../scenario/story';
import { aGrant } from '../scenario/grant';
import { Observed } from './observed';
import { Records } from './records';
import { subjectOf } from './engine-words';

/** Told of everything that the engine decided. */
export interface Witness {
  onDial(dial: Dial): void;
  /** @param judge what the engine would say to the same at another instant */
  onRefusal(dial: Dial, ruling: Ruling, judge: (at: number) => Ruling): void;
  onFault(fault: Fault | 'restart'): void;
}

export interface Caller {
  readonly campaign: Campaign;
  readonly policy: CallPolicy;
}

/** How often a refused call is tried again at the instant that the engine names as the next legal one. */
const RETRIES = 1;

/**
 * Lives through a household's story with the engine as the only one who says whether to call. What the engine knows comes
 * from the service's records, what the checker is told from what really happened.
 */
export function probeHousehold(
  household: Household,
  story: readonly Happening[],
  callers: readonly Caller[],
  rules: readonly Rule[],
  witness: Witness,
): void {
  const readings = household.leads.map((lead) => readSubject(subjectOf(lead)));
  const observed = new Observed(household);
  const records = new Records(household);
  const pending: (readonly [Happening, number])[] = story.map((happening) => [happening, 0]);
  for (let next = pending.shift(); next; next = pending.shift()) {
    const [happening, retries] = next;
    if (happening.kind !== 'try') {
      befall(happening, records, observed, witness);
      continue;
    }
    const lead = household.leads[happening.lead];
    const reading = readings[happening.lead];
    const caller = callers[happening.campaign];
    if (!lead || !reading || !caller) throw new Error('A story of somebody else');
    const retryAt = attempt(happening, { lead, campaign: caller.campaign }, reading, caller.policy, {
      records,
      observed,
      rules,
      witness,
    });
    if (retryAt === undefined || retries >= RETRIES) continue;
    const later = pending.findIndex(([{ at }]) => at > retryAt);
    pending.splice(later < 0 ? pending.length : later, 0, [{ ...happening, at: retryAt }, retries + 1]);
  }
}

interface Bench {
  readonly records: Records;
  readonly observed: Observed;
  readonly rules: readonly Rule[];
  readonly witness: Witness;
}

/** @returns the next legal instant (epoch ms) of a call that was refused */
function attempt(
  { at, fault }: Extract<Happening, { kind: 'try' }>,
  who: Pick<Dial, 'lead' | 'campaign'>,
  reading: SubjectReading,
  policy: CallPolicy,
  { records, observed, rules, witness }: Bench,
): number | undefined {
  if (fault !== 'none') witness.onFault(fault);
  // Who can't read the records does not call.
  if (fault === 'unreadable') return undefined;
  const facts = records.factsAt(at, who.campaign);
  const contextAt = (now: number): RuleContext => ({ ...reading, facts, policy, now: new Date(now) });
  const context = fault === 'failing-rule' ? { ...contextAt(at), facts: failing(facts) } : contextAt(at);
  const ruling = decide(context, rules);
  const dial = { ...who, at, history: observed.history };
  if (ruling.verdict === 'refuse') {
    if (fault !== 'failing-rule') witness.onRefusal(dial, ruling, (now) => decide(contextAt(now), rules));
    return ruling.nextLegalAt?.getTime();
  }
  records.write({ kind: 'dialing', at });
  if (fault === 'dies-before') {
    records.restart();
    return undefined;
  }
  witness.onDial(dial);
  if (fault === 'not-placed') records.write({ kind: 'not-placed', at });
  else observed.dialed(at);
  if (fault === 'dies-after') records.restart();
  return undefined;
}

function befall(
  { kind, at }: Exclude<Happening, { kind: 'try' }>,
  records: Records,
  observed: Observed,
  witness: Witness,
): void {
  switch (kind) {
    case 'opt-out':
      records.write({ kind: 'suppressed', at });
      observed.optedOut(at);
      break;
    case 'refusal':
      records.write({ kind: 'refused', at });
      observed.refused(at);
      break;
    case 'revocation':
      records.write({ kind: 'revoked', at });
      observed.revoked(at);
      break;
    case 'new-consent':
      records.write({ kind: 'granted', at, grant: aGrant(at) });
      observed.granted(aGrant(at));
      break;
    case 'restart':
      witness.onFault('restart');
      records.restart();
      break;
  }
}

/** Facts on which whoever counts calls fails. */
function failing(facts: RuleContext['facts']): RuleContext['facts'] {
  return {
    ...facts,
    get recentDialsAt(): never {
      throw new Error('The records are broken');
    },
  };
}
