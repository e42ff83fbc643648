import { Ruling } from '../compliance/decide';
import { CallSubject } from '../compliance/decision';
import { judge, judgedContext, lookBackMs, nextLegalFor } from '../compliance/judging';
import { PlaceReading, readPlace } from '../compliance/place-reading';
import { CallFacts, CallPolicy, NOTHING_ON_RECORD } from '../compliance/rule-context';
import { LeadColumns, numberOf, subjectOf } from './lead-columns';
import { NumberRecords } from './number-records';

/** A place as leads share it. */
interface KnownPlace extends PlaceReading {
  /** Fewer calls than this are under every cap, whenever they were made. */
  readonly fewestCapped: number;
}

/** A refusal that holds for all leads of one place and consent until it names an end. */
interface SharedRefusal {
  readonly ruling: Ruling;
  readonly untilMs: number;
  /** Of the place. */
  readonly fewestCapped: number;
}

/** Places kept in mind; beyond, they are read again. */
const MOST_PLACES = 20_000;
/** What a subject's place is read from, beside its profile: the area code in +1, and else the country's first digit. */
const PREFIXES = 2_000;

/**
 * Judges simulated leads by the service's rules. Who waits for the morning is most of the work, so leads that differ in
 * nothing that any rule weighs share a refusal while it lasts; whoever is dialed has been judged alone.
 */
export class LeadJudge {
  readonly #places = new Map<number, KnownPlace>();
  readonly #shared = new Map<number, SharedRefusal>();
  #decisions = 0;

  constructor(
    private readonly columns: LeadColumns,
    private readonly records: NumberRecords,
    private readonly policy: CallPolicy,
    private readonly isThorough: boolean,
    private readonly isTicked: (lead: number) => boolean,
  ) {}

  get decisions(): number {
    return this.#decisions;
  }

  static lookBackMs(policy: CallPolicy): number {
    return lookBackMs(policy);
  }

  subjectOf(lead: number, phone: string): CallSubject {
    const subject = subjectOf(this.columns, lead, phone);
    return this.isTicked(lead) ? { ...subject, doNotCall: true } : subject;
  }

  factsOf(lead: number, now: Date): CallFacts {
    return this.records.factsOf(this.columns.slot[lead] ?? 0, now);
  }

  /** The ruling on a lead at an instant. */
  rule(lead: number, phone: string, now: Date): Ruling {
    if (this.isThorough || this.isTicked(lead)) return this.alone(lead, phone, now);
    const nowMs = now.getTime();
    const key = this.placeKey(lead);
    const shared = this.#shared.get(key);
    const isLasting = shared !== undefined && nowMs < shared.untilMs;
    if (isLasting && this.sharesIn(lead, nowMs, shared)) return shared.ruling;
    const ruling = this.alone(lead, phone, now);
    if (isLasting || ruling.nextLegalAt === undefined) return ruling;
    // What is shared must not rest on this lead's own record.
    const plain = this.judge(lead, phone, { ...NOTHING_ON_RECORD, lists: this.columns.lists }, now);
    if (plain.nextLegalAt) this.share(key, plain, plain.nextLegalAt, this.placeOf(lead, phone));
    return ruling;
  }

  /** The next instant at which the lead's window is open. */
  nextLegalFrom(lead: number, phone: string, earliest: Date): Date | undefined {
    return nextLegalFor(this.placeOf(lead, phone), this.policy, earliest);
  }

  /** The first zone that the person may be in. */
  zoneOf(lead: number, phone: string): string {
    return this.placeOf(lead, phone).zones.zones[0]?.zone ?? 'UTC';
  }

  private share(
    key: number,
    { findings, ...ruling }: Ruling,
    until: Date,
    { fewestCapped }: KnownPlace,
  ): void {
    if (this.#shared.size >= MOST_PLACES) this.#shared.clear();
    const refused = findings.filter(({ verdict }) => verdict === 'refuse');
    this.#shared.set(key, {
      ruling: { ...ruling, findings: refused },
      untilMs: until.getTime(),
      fewestCapped,
    });
  }

  /** The ruling on a lead by its own facts alone. */
  alone(lead: number, phone: string, now: Date): Ruling {
    return this.judge(lead, phone, this.factsOf(lead, now), now);
  }

  private judge(lead: number, phone: string, facts: CallFacts, now: Date): Ruling {
    this.#decisions += 1;
    const { zones, jurisdictions } = this.placeOf(lead, phone);
    const number = numberOf(this.columns, lead, phone);
    const reading = { subject: this.subjectOf(lead, phone), number, zones, jurisdictions };
    return judge(judgedContext(reading, facts, this.policy, now));
  }

  /** Whether everything that rules weigh of this lead alone speaks for it, now and until the refusal ends. */
  private sharesIn(lead: number, nowMs: number, { untilMs, fewestCapped }: SharedRefusal): boolean {
    const { consentAt, consentExpiresAt, slot } = this.columns;
    const [givenAt = Number.NaN, expiresAt = Number.NaN] = [consentAt[lead], consentExpiresAt[lead]];
    if (!(givenAt <= nowMs && givenAt > Number.NEGATIVE_INFINITY)) return false;
    if (expiresAt <= untilMs) return false;
    const dials = this.records.plainDials(slot[lead] ?? 0, nowMs);
    return dials !== undefined && dials < fewestCapped;
  }

  private placeOf(lead: number, phone: string): KnownPlace {
    const key = this.placeKey(lead);
    const known = this.#places.get(key);
    if (known) return known;
    const place = readPlace(subjectOf(this.columns, lead, phone), numberOf(this.columns, lead, phone));
    const { binding } = this.policy.operator.narrow(place.jurisdictions);
    const caps = binding.flatMap(({ jurisdiction }) => jurisdiction.caps.map(({ count }) => count));
    const fewestCapped = Math.min(this.policy.maxAttemptsPerDay, ...caps);
    if (this.#places.size >= MOST_PLACES) this.#places.clear();
    this.#places.set(key, { ...place, fewestCapped });
    return { ...place, fewestCapped };
  }

  /** The same for leads whose place, consent and kind of number are the same; odd numbers stand alone. */
  private placeKey(lead: number): number {
    const { kind, profile, phone, kinds } = this.columns;
    const [of = kinds.length, digits = 0] = [kind[lead], phone[lead]];
    if (of >= kinds.length) return -1 - lead;
    const isAmerican = digits >= 1e10 && digits < 2e10;
    const prefix = isAmerican ? Math.floor(digits / 1e7) : Number(String(digits).slice(0, 1));
    return ((profile[lead] ?? 0) * (kinds.length + 1) + of) * PREFIXES + prefix;
  }
}
