import { WeeklyHours } from '../../config/calling-hours';
import { AttemptCap, Jurisdiction } from '../jurisdiction';
import { BindingJurisdiction, JurisdictionReading } from '../jurisdictions-of';
import { intersectHours } from '../weekly-hours';
import { Override, WaivableRule } from './override';

/** A registration that the operator attests for one jurisdiction. */
export interface Registration {
  readonly jurisdiction: string;
  readonly validFrom: Date;
  readonly validUntil: Date | undefined;
  readonly statement: string;
}

/** What the operator keeps beyond the law of the jurisdictions named (`*`: of all). */
export interface Narrowing {
  readonly jurisdictions: readonly string[];
  readonly hours: WeeklyHours | undefined;
  /** Days since 1970-01-01 in local time. */
  readonly closedDays: readonly number[];
  readonly cap: AttemptCap | undefined;
  readonly marketingConsent: 'express_written' | undefined;
  readonly barred: string | undefined;
  readonly because: string;
}

/** What the operator has stated: registrations, rules stricter than the law, and signed overrides. */
export class OperatorRules {
  readonly #narrowed = new WeakMap<Jurisdiction, Jurisdiction>();

  constructor(
    private readonly registrations: readonly Registration[],
    private readonly narrowings: readonly Narrowing[],
    private readonly overrides: readonly Override[],
    /** Names the file's content in the decisions' rule set: the beginning of its SHA-256; undefined without a file. */
    readonly version: string | undefined,
  ) {}

  /** How far back calls count under the operator's own caps (ms). */
  get longestCapMs(): number {
    return Math.max(0, ...this.narrowings.map(({ cap }) => cap?.perMs ?? 0));
  }

  static readonly NONE = new OperatorRules([], [], [], undefined);

  /** The same jurisdictions under the operator's stricter rules. Nothing that was refused before is allowed after. */
  narrow({ binding, fault }: JurisdictionReading): JurisdictionReading {
    if (this.narrowings.length === 0) return { binding, fault };
    return {
      binding: binding.map((one) => ({ ...one, jurisdiction: this.narrowed(one.jurisdiction) })),
      fault,
    };
  }

  /** The registration for a jurisdiction that holds at this instant. */
  registrationFor(code: string, now: Date): Registration | undefined {
    return this.registrations.find(
      ({ jurisdiction, validFrom, validUntil }) =>
        jurisdiction === code && validFrom <= now && (validUntil === undefined || now < validUntil),
    );
  }

  /** Takes out the jurisdictions whose rule is waived at this instant, and says by which overrides. */
  waive(
    rule: WaivableRule,
    reading: JurisdictionReading,
    now: Date,
  ): { readonly jurisdictions: JurisdictionReading; readonly overrides: readonly Override[] } {
    const holding = this.overrides.filter(
      (one) => one.rule === rule && one.validFrom <= now && now < one.validUntil,
    );
    const touching = holding.filter(({ jurisdictions }) =>
      reading.binding.some(({ jurisdiction }) => jurisdictions.includes(jurisdiction.code)),
    );
    if (touching.length === 0) return { jurisdictions: reading, overrides: [] };
    const isWaived = ({ jurisdiction }: BindingJurisdiction) =>
      touching.some(({ jurisdictions }) => jurisdictions.includes(jurisdiction.code));
    return {
      jurisdictions: { ...reading, binding: reading.binding.filter((one) => !isWaived(one)) },
      overrides: touching,
    };
  }

  private narrowed(jurisdiction: Jurisdiction): Jurisdiction {
    const known = this.#narrowed.get(jurisdiction);
    if (known) return known;
    const applying = this.narrowings.filter(
      ({ jurisdictions }) => jurisdictions.includes('*') || jurisdictions.includes(jurisdiction.code),
    );
    const narrowed = applying.reduce(narrowOnce, jurisdiction);
    this.#narrowed.set(jurisdiction, narrowed);
    return narrowed;
  }
}

function narrowOnce(jurisdiction: Jurisdiction, by: Narrowing): Jurisdiction {
  return {
    ...jurisdiction,
    hours: by.hours ? intersectHours(jurisdiction.hours, by.hours) : jurisdiction.hours,
    closedDays: new Set([...jurisdiction.closedDays, ...by.closedDays]),
    caps: by.cap ? [...jurisdiction.caps, by.cap] : jurisdiction.caps,
    marketingConsent: by.marketingConsent ?? jurisdiction.marketingConsent,
    barred: jurisdiction.barred ?? by.barred,
    citation: `${jurisdiction.citation}; the operator's rules: ${by.because}`,
  };
}
