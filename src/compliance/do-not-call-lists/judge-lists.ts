import { ConsentLevel } from '../consents/consent';
import { Finding } from '../decision';
import { verdictsOf } from '../rule-verdicts';
import { allRegistries, DoNotCallRegistry } from './do-not-call-registry';
import { ageInDays } from './list-day';
import { covers, ListFacts } from './list-facts';

/** Everything that the registries' rule judges by. */
export interface ListQuestion {
  /** Codes of every jurisdiction that binds the call. */
  readonly jurisdictionCodes: readonly string[];
  /** What the lead is known to have agreed to, with this seller, for this number. */
  readonly consentLevel: ConsentLevel;
  readonly purpose: 'marketing' | 'informational';
  readonly lists: ListFacts;
  /** E.164. */
  readonly phone: string;
  readonly now: Date;
}

const RULE = 'do-not-call-list';

/**
 * A call that sells may go to nobody on a public register, checked against a version that is new enough, unless the
 * person agreed to be called by this seller. What is not known refuses: a register that was not imported, is too old or
 * dated in the future, or does not cover the number. 47 CFR 64.1200(c)(2) as the eCFR had it on 2026-09-02, and the
 * citations of the other registers in the data.
 */
export function judgeLists(question: ListQuestion): Finding {
  const { jurisdictionCodes, consentLevel, purpose } = question;
  const serving = allRegistries().filter(({ jurisdictions }) =>
    jurisdictions.some((code) => jurisdictionCodes.includes(code)),
  );
  const { allow } = verdictsOf(RULE, citationOf(serving));
  if (serving.length === 0) return allow('No public do-not-call list binds the call');
  if (purpose === 'informational')
    return allow('Public do-not-call lists bind calls that sell; this one informs');
  const faults = serving.flatMap((registry) => {
    const fault = registry.exceptedBy.includes(consentLevel) ? undefined : faultOf(registry, question);
    return fault === undefined ? [] : [{ registry, fault }];
  });
  if (faults.length > 0)
    return verdictsOf(RULE, citationOf(faults.map(({ registry }) => registry))).refuse(
      faults.map(({ fault }) => fault).join('; '),
    );
  return allow(serving.map((registry) => whyAllowed(registry, question)).join('; '));
}

/** Why a registry stands against the call, and what to do; undefined if it does not. */
function faultOf(registry: DoNotCallRegistry, { lists, phone, now }: ListQuestion): string | undefined {
  const { code, name, maxAgeDays } = registry;
  const versions = lists.filter(({ list }) => list === code);
  const toDo = `run: npm run laura -- dnc import FILE --list ${code} --date YYYY-MM-DD`;
  if (versions.length === 0) return `The ${name} has not been imported; ${toDo}`;
  const covering = versions.filter(({ coverage }) => covers(coverage, phone));
  const newest = covering.toSorted((one, other) => (one.versionDate < other.versionDate ? 1 : -1))[0];
  if (!newest)
    return `The imported parts of the ${name} do not cover the number; ${toDo} --area-codes …, or for the whole list without --area-codes`;
  const age = ageInDays(newest.versionDate, now);
  if (age < 0) return `The version of the ${name} is dated in the future, ${newest.versionDate}; ${toDo}`;
  if (!(age <= maxAgeDays))
    return `The version of the ${name} of ${newest.versionDate} is ${age} days old, more than the ${maxAgeDays} allowed; download it anew and ${toDo}`;
  if (covering.some(({ listed }) => listed))
    return `The number is on the ${name} (version of ${newest.versionDate}); only ${registry.exception} would except the call`;
  return undefined;
}

function whyAllowed(registry: DoNotCallRegistry, { consentLevel, lists, phone }: ListQuestion): string {
  const { code, name, exception } = registry;
  const covering = lists.filter(({ list, coverage }) => list === code && covers(coverage, phone));
  const versions = covering
    .map(({ versionDate }) => versionDate)
    .toSorted()
    .join(', ');
  if (!registry.exceptedBy.includes(consentLevel))
    return `The number is not on the ${name} (version of ${versions})`;
  const standing = covering.some(({ listed }) => listed)
    ? `the number is on it (version of ${versions})`
    : covering.length > 0
      ? `the number is not on it (version of ${versions})`
      : 'no version of it that covers the number is imported';
  return `The consent excepts the call from the ${name} as ${exception}; ${standing}`;
}

function citationOf(registries: readonly DoNotCallRegistry[]): string {
  return registries.map(({ citation }) => citation).join('; ') || '47 CFR 64.1200(c)(2)';
}
