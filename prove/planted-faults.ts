import { Rule, RuleContext } from '../src/compliance/rule-context';
import { RULES } from '../src/compliance/rule-set';
import { localTime } from './checker/hours';

/** A fault of the engine that the proof must notice, and the rule by whose name the checker tells of it. */
export interface PlantedFault {
  readonly what: string;
  readonly rule: string;
  readonly rules: readonly Rule[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Each rule left out in turn, and faults as people make them. */
export function plantedFaults(): readonly PlantedFault[] {
  return [
    ...RULES.map((rule) => ({
      what: `no ${nameOf(rule)}`,
      rule: nameOf(rule),
      rules: RULES.filter((other) => other !== rule),
    })),
    blurred('calling-window', 'hours that open an hour early', later(HOUR_MS)),
    blurred('calling-window', 'hours that close an hour late', later(-HOUR_MS)),
    blurred('calling-window', 'hours that close two minutes late', later(-2 * 60_000)),
    blurred('calling-window', 'hours of one zone only', firstZone),
    blurred('calling-window', 'hours by the clock of January', januaryClock),
    blurred(
      'calling-window',
      'federal hours only',
      lawsOf((code) => !code.startsWith('US-')),
    ),
    blurred('calling-window', "hours of the number's place only", numberOnly),
    blurred('holiday', 'holidays that end at noon', later(12 * HOUR_MS)),
    blurred('holiday', 'holidays a day late', later(-DAY_MS)),
    blurred(
      'holiday',
      'no holidays abroad',
      lawsOf((code) => code.startsWith('US-')),
    ),
    blurred('campaign-hours', "a campaign's hours in one zone only", firstZone),
    blurred('frequency', 'one call more than a cap allows', ({ facts, ...context }) => ({
      ...context,
      facts: { ...facts, recentDialsAt: facts.recentDialsAt.slice(1) },
    })),
    blurred('frequency', 'a cap that forgets after three hours', ({ facts, ...context }) => ({
      ...context,
      facts: {
        ...facts,
        recentDialsAt: facts.recentDialsAt.filter((at) => +at > +context.now - 3 * HOUR_MS),
      },
    })),
    blurred(
      'frequency',
      "no caps but the operator's",
      lawsOf(() => false),
    ),
    blurred('refusal-rest', 'a rest of half the days', later(30 * DAY_MS)),
    blurred('consent-level', 'the consent of an informational call for a sale', informing),
    blurred('consent-period', 'consent that lasts a week too long', later(-7 * DAY_MS)),
    blurred('consent-revocation', 'a withdrawal that does not count', ({ facts, ...context }) => ({
      ...context,
      facts: { ...facts, consents: { ...facts.consents, revokedAt: undefined } },
    })),
    blurred('consent-scope', 'consent for any purpose', informing),
    blurred('registration', 'a registration that never runs out', later(-300 * DAY_MS)),
    blurred(
      'artificial-voice',
      'artificial voices by federal law only',
      lawsOf((code) => code === 'US'),
    ),
    blurred('do-not-call-list', 'registers of any age', ({ facts, ...context }) => ({
      ...context,
      facts: {
        ...facts,
        lists: facts.lists.map((list) => ({ ...list, versionDate: context.now.toISOString().slice(0, 10) })),
      },
    })),
    blurred('do-not-call-list', 'a part of a register for the whole', ({ facts, ...context }) => ({
      ...context,
      facts: { ...facts, lists: facts.lists.map((list) => ({ ...list, coverage: 'whole' })) },
    })),
    blurred('suppression', 'an opt-out lost in a restart', ({ facts, ...context }) => ({
      ...context,
      facts: { ...facts, suppressed: false },
    })),
    everywhere('calling-window', 'one zone for all rules', firstZone),
    everywhere('calling-window', 'what a lead says of its place is not heard', numberOnly),
  ];
}

type Blur = (context: RuleContext) => RuleContext;

/** One rule sees other facts than there are. */
function blurred(rule: string, what: string, blur: Blur): PlantedFault {
  return {
    what,
    rule,
    rules: RULES.map((one): Rule => (nameOf(one) === rule ? (context) => one(blur(context)) : one)),
  };
}

function everywhere(rule: string, what: string, blur: Blur): PlantedFault {
  return {
    what,
    rule,
    rules: RULES.map(
      (one): Rule =>
        (context) =>
          one(blur(context)),
    ),
  };
}

/** `callingWindow` is called `calling-window` in its findings. */
function nameOf(rule: Rule): string {
  return rule.name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function later(byMs: number): Blur {
  return (context) => ({ ...context, now: new Date(context.now.getTime() + byMs) });
}

function lawsOf(isSeen: (code: string) => boolean): Blur {
  return (context) => ({
    ...context,
    jurisdictions: {
      ...context.jurisdictions,
      binding: context.jurisdictions.binding.filter(({ jurisdiction: { code } }) => isSeen(code)),
    },
  });
}

function firstZone({ zones, ...context }: RuleContext): RuleContext {
  return { ...context, zones: { ...zones, zones: zones.zones.slice(0, 1) } };
}

/** Every zone keeps the offset that it has in January. */
function januaryClock({ zones, ...context }: RuleContext): RuleContext {
  const january = Date.UTC(context.now.getUTCFullYear(), 0, 10);
  const fixed = zones.zones.flatMap((one) => {
    const offset = localTime(january, one.zone).offset / 60;
    const zone = Number.isInteger(offset) ? `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}` : one.zone;
    return [{ ...one, zone }];
  });
  return { ...context, zones: { ...zones, zones: fixed } };
}

function numberOnly({ jurisdictions, zones, ...context }: RuleContext): RuleContext {
  const ofNumber = (sources: readonly string[]): boolean =>
    sources.some((source) => ['number', 'area-code', 'country'].includes(source));
  return {
    ...context,
    jurisdictions: {
      ...jurisdictions,
      binding: jurisdictions.binding.filter(({ sources }) => ofNumber(sources)),
    },
    zones: { ...zones, zones: zones.zones.filter(({ sources }) => ofNumber(sources)) },
  };
}

function informing({ policy, ...context }: RuleContext): RuleContext {
  return { ...context, policy: { ...policy, purpose: 'informational' } };
}
