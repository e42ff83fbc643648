import { Ruling } from '../compliance/decide';
import { isPhoneNumber } from '../common/phone-number';
import { CallSubject } from '../compliance/decision';
import { judge, judgedContext, lookBackMs, nextLegalFor } from '../compliance/judging';
import { PlaceReading, readPlace } from '../compliance/place-reading';
import { CallFacts, CallPolicy, NOTHING_ON_RECORD } from '../compliance/rule-context';
import { LeadColumns, numberOf, subjectOf } from './lead-columns';
import { NumberRecords } from './number-records';

/** Leads between which no rule can tell but by their dates and their numbers' records. */
interface Group extends PlaceReading {
  readonly id: number;
  /** Fewer calls than this are under every cap, whenever they were made. */
  readonly fewestCapped: number;
}

/** A refusal that holds for all leads of one group until its end. */
interface SharedRefusal {
  readonly ruling: Ruling;
  readonly untilMs: number;
}

/** Places kept in mind; beyond, they are read again. */
const MOST_PLACES = 500_000;
/** What a subject's place is read from, beside its profile: the area code in +1, and else the country's first digit. */
const PREFIXES = 2_000;

/**
 * Judges simulated leads by the service's rules. Who waits for the morning is most of the work, so leads that differ in
 * nothing that any rule weighs share a refusal while it lasts; whoever is dialed has been judged alone.
 */
export class LeadJudge {
  readonly #places = new Map<number, Group>();
  readonly #groups = new Map<string, Group>();
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
    const group = this.groupOf(lead, phone);
    const shared = this.#shared.get(group.id);
    const isLasting = shared !== undefined && now.getTime() < shared.untilMs;
    if (isLasting && this.sharesIn(lead, group, now.getTime(), shared)) return shared.ruling;
    const ruling = this.alone(lead, phone, now);
    if (isLasting || ruling.nextLegalAt === undefined) return ruling;
    // What is shared must not rest on this lead's own record.
    const plain = this.judge(lead, phone, { ...NOTHING_ON_RECORD, lists: this.columns.lists }, now);
    if (plain.nextLegalAt)
      this.#shared.set(group.id, { ruling: plain, untilMs: plain.nextLegalAt.getTime() });
    return ruling;
  }

  /** The next instant at which the lead's window is open. */
  nextLegalFrom(lead: number, phone: string, earliest: Date): Date | undefined {
    return nextLegalFor(this.groupOf(lead, phone), this.policy, earliest);
  }

  /** The first zone that the person may be in. */
  zoneOf(lead: number, phone: string): string {
    return this.groupOf(lead, phone).zones.zones[0]?.zone ?? 'UTC';
  }

  /** The ruling on a lead by its own facts alone. */
  alone(lead: number, phone: string, now: Date): Ruling {
    return this.judge(lead, phone, this.factsOf(lead, now), now);
  }

  private judge(lead: number, phone: string, facts: CallFacts, now: Date): Ruling {
    this.#decisions += 1;
    const { zones, jurisdictions } = this.groupOf(lead, phone);
    const number = numberOf(this.columns, lead, phone);
    const reading = { subject: this.subjectOf(lead, phone), number, zones, jurisdictions };
    return judge(judgedContext(reading, facts, this.policy, now));
  }

  /** Whether everything that rules weigh of this lead alone speaks for it, now and until the refusal ends. */
  private sharesIn(
    lead: number,
    { fewestCapped }: Group,
    nowMs: number,
    { untilMs }: SharedRefusal,
  ): boolean {
    const { consentAt, consentExpiresAt, slot } = this.columns;
    const [givenAt = Number.NaN, expiresAt = Number.NaN] = [consentAt[lead], consentExpiresAt[lead]];
    if (!(givenAt <= nowMs && givenAt > Number.NEGATIVE_INFINITY)) return false;
    if (expiresAt <= untilMs) return false;
    const dials = this.records.plainDials(slot[lead] ?? 0, nowMs);
    return dials !== undefined && dials < fewestCapped;
  }

  private groupOf(lead: number, phone: string): Group {
    const key = this.placeKey(lead);
    const known = this.#places.get(key);
    if (known) return known;
    const number = numberOf(this.columns, lead, phone);
    const subject = subjectOf(this.columns, lead, phone);
    const { zones, jurisdictions } = readPlace(subject, number);
    const laws = jurisdictions.binding.map(({ jurisdiction, sources }) => [jurisdiction.code, sources]);
    const kind = isPhoneNumber(number) ? [number.country, number.type, number.e164 === phone] : number.reason;
    const { consent, doNotCall } = subject;
    const text = JSON.stringify([zones, jurisdictions.fault, laws, kind, consent, doNotCall]);
    const group = this.#groups.get(text) ?? this.newGroup(text, { zones, jurisdictions });
    if (this.#places.size >= MOST_PLACES) this.#places.clear();
    this.#places.set(key, group);
    return group;
  }

  private newGroup(text: string, place: PlaceReading): Group {
    const { binding } = this.policy.operator.narrow(place.jurisdictions);
    const caps = binding.flatMap(({ jurisdiction }) => jurisdiction.caps.map(({ count }) => count));
    const fewestCapped = Math.min(this.policy.maxAttemptsPerDay, ...caps);
    const group = { ...place, id: this.#groups.size, fewestCapped };
    this.#groups.set(text, group);
    return group;
  }

  /** The same for leads of whom all is the same that a group is made by; odd numbers stand alone. */
  private placeKey(lead: number): number {
    const { kind, profile, phone, kinds } = this.columns;
    const [of = kinds.length, digits = 0] = [kind[lead], phone[lead]];
    if (of >= kinds.length) return -1 - lead;
    const isAmerican = digits >= 1e10 && digits < 2e10;
    const prefix = isAmerican ? Math.floor(digits / 1e7) : Number(String(digits).slice(0, 1));
    return ((profile[lead] ?? 0) * (kinds.length + 1) + of) * PREFIXES + prefix;
  }
}
