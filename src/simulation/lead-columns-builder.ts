import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import { CallSubject } from '../compliance/decision';
import { ListFacts } from '../compliance/do-not-call-lists/list-facts';
import { CallFacts } from '../compliance/rule-context';
import { LEAD_STATUSES, LeadStatus } from '../leads/lead-status';
import { LeadColumns, LeadProfile, NumberKind, READ_ANEW, UNREADABLE } from './lead-columns';
import { NumberSlots } from './number-slots';

/** A lead as the simulation takes it up: the facts that rules judge, and where it stands. */
export interface SimulatedLead extends Omit<CallSubject, 'phone'> {
  readonly phone: string | undefined;
  readonly status: LeadStatus;
  readonly statusReason?: string | undefined;
  readonly attempts: number;
  readonly failures: number;
  readonly dueAt: Date;
}

const PLAIN = /^\+[1-9]\d{1,14}$/;
const FIRST_CAPACITY = 1_024;

/** Puts leads into columns, one after the other. Their order decides among those that are due at the same instant. */
export class LeadColumnsBuilder {
  #count = 0;
  #phone = doubles(FIRST_CAPACITY);
  #consentAt = doubles(FIRST_CAPACITY);
  #consentExpiresAt = doubles(FIRST_CAPACITY);
  #dueAt = doubles(FIRST_CAPACITY);
  #kind = new Uint16Array(shared(FIRST_CAPACITY * 2));
  #slot = new Uint32Array(shared(FIRST_CAPACITY * 4));
  #profile = new Uint32Array(shared(FIRST_CAPACITY * 4));
  #idEnds = new Uint32Array(shared(FIRST_CAPACITY * 4));
  #small = new Uint8Array(shared(FIRST_CAPACITY * 3));
  #idBytes = new Uint8Array(shared(FIRST_CAPACITY * 36));
  readonly #encoder = new TextEncoder();
  readonly #slots = new NumberSlots();
  readonly #profiles = new Interned<LeadProfile>();
  readonly #kinds = new Interned<NumberKind>();
  readonly #oddPhones = new Map<number, string>();
  readonly #reasons = new Map<number, string>();
  readonly #facts = new Map<number, CallFacts>();

  /**
   * @param lists what the registers say of a number that is on none of them
   * @param areNumbered whether leads need no ids of their own
   */
  constructor(
    private readonly origin: string,
    private readonly lists: ListFacts = [],
    private readonly areNumbered = false,
  ) {}

  get count(): number {
    return this.#count;
  }

  add(lead: SimulatedLead): void {
    const index = this.#count;
    if (index === this.#phone.length) this.grow();
    this.#count += 1;
    const { timezone, state, country, postalCode, consent, doNotCall } = lead;
    this.#profile[index] = this.#profiles.indexOf({
      timezone,
      state,
      country,
      postalCode,
      consent,
      doNotCall,
    });
    this.addPhone(index, lead.phone);
    this.#consentAt[index] = msOf(lead.consentAt);
    this.#consentExpiresAt[index] = msOf(lead.consentExpiresAt);
    this.#dueAt[index] = lead.dueAt.getTime();
    this.#small[index * 3] = LEAD_STATUSES.indexOf(lead.status);
    this.#small[index * 3 + 1] = Math.min(255, lead.attempts);
    this.#small[index * 3 + 2] = Math.min(255, lead.failures);
    if (lead.statusReason !== undefined) this.#reasons.set(index, lead.statusReason);
    if (!this.areNumbered) this.addId(index, lead.leadId);
  }

  /** What the records hold of a number at the start; one that no lead has is passed over. */
  know(phone: string, facts: CallFacts): void {
    const slot = this.#slots.find(keyOf(phone));
    if (slot !== undefined) this.#facts.set(slot, facts);
  }

  build(): LeadColumns {
    const count = this.#count;
    const third = (part: number) => {
      const column = new Uint8Array(shared(count));
      for (let index = 0; index < count; index += 1) column[index] = this.#small[index * 3 + part] ?? 0;
      return column;
    };
    return {
      count,
      phone: this.#phone.subarray(0, count),
      kind: this.#kind.subarray(0, count),
      slot: this.#slot.subarray(0, count),
      slots: this.#slots.size,
      profile: this.#profile.subarray(0, count),
      consentAt: this.#consentAt.subarray(0, count),
      consentExpiresAt: this.#consentExpiresAt.subarray(0, count),
      dueAt: this.#dueAt.subarray(0, count),
      status: third(0),
      attempts: third(1),
      failures: third(2),
      idBytes: this.#idBytes,
      idEnds: this.areNumbered ? new Uint32Array(0) : this.#idEnds.subarray(0, count),
      profiles: this.#profiles.values,
      kinds: this.#kinds.values,
      oddPhones: this.#oddPhones,
      reasons: this.#reasons,
      facts: this.#facts,
      lists: this.lists,
      origin: this.origin,
    };
  }

  private addPhone(index: number, phone: string | undefined): void {
    const key = phone === undefined ? undefined : keyOf(phone);
    this.#slot[index] = key === undefined ? this.#slots.another() : this.#slots.findOrAdd(key);
    this.#phone[index] = typeof key === 'number' ? key : Number.NaN;
    if (phone !== undefined && typeof key === 'string') this.#oddPhones.set(index, phone);
    const read = parsePhoneNumber(phone ?? '');
    const isOneself = isPhoneNumber(read) && read.e164 === phone;
    this.#kind[index] = isOneself
      ? this.#kinds.indexOf({ country: read.country, type: read.type })
      : READ_ANEW;
  }

  private addId(index: number, id: string): void {
    const from = index === 0 ? 0 : (this.#idEnds[index - 1] ?? 0);
    const bytes = this.#encoder.encode(id);
    if (from + bytes.length > this.#idBytes.length) {
      const larger = new Uint8Array(shared((from + bytes.length) * 2));
      larger.set(this.#idBytes);
      this.#idBytes = larger;
    }
    this.#idBytes.set(bytes, from);
    this.#idEnds[index] = from + bytes.length;
  }

  private grow(): void {
    const capacity = this.#phone.length * 2;
    this.#phone = copied(this.#phone, doubles(capacity));
    this.#consentAt = copied(this.#consentAt, doubles(capacity));
    this.#consentExpiresAt = copied(this.#consentExpiresAt, doubles(capacity));
    this.#dueAt = copied(this.#dueAt, doubles(capacity));
    this.#kind = copied(this.#kind, new Uint16Array(shared(capacity * 2)));
    this.#slot = copied(this.#slot, new Uint32Array(shared(capacity * 4)));
    this.#profile = copied(this.#profile, new Uint32Array(shared(capacity * 4)));
    this.#idEnds = copied(this.#idEnds, new Uint32Array(shared(capacity * 4)));
    this.#small = copied(this.#small, new Uint8Array(shared(capacity * 3)));
  }
}

/** Equal values, each kept once. */
class Interned<Value extends object> {
  readonly values: Value[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(value: Value): number {
    const key = JSON.stringify(value);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

function keyOf(phone: string): number | string {
  return PLAIN.test(phone) ? Number(phone.slice(1)) : phone;
}

function msOf(date: Date | undefined): number {
  if (date === undefined) return Number.NaN;
  return Number.isNaN(date.getTime()) ? UNREADABLE : date.getTime();
}

function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

function doubles(capacity: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(shared(capacity * 8));
}

function copied<Column extends { set(from: Column): void }>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
