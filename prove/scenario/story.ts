import { localTime } from '../checker/hours';
import { datesOf } from '../checker/holidays';
import { lawOf } from '../checker/law';
import { Places } from '../checker/places';
import { Chance } from './chance';

/**
 * What goes wrong with one try: nothing, the records can't be read, a rule fails on them, the process dies between
 * writing the call down and placing it or right after, or the provider refuses the order.
 */
export type Fault = 'none' | 'unreadable' | 'failing-rule' | 'dies-before' | 'dies-after' | 'not-placed';

/** What befalls a household, in order of time; instants in epoch ms. */
export type Happening =
  | {
      readonly kind: 'try';
      readonly at: number;
      readonly lead: number;
      readonly campaign: number;
      readonly fault: Fault;
    }
  | { readonly kind: 'opt-out' | 'revocation' | 'new-consent' | 'refusal' | 'restart'; readonly at: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Minutes of the day at which any window of the data opens or closes, and those about an hour off. */
const EDGES = [480, 540, 600, 720, 780, 840, 1_020, 1_080, 1_140, 1_200, 1_260, 1_290];
const BESIDE_MS = [-3_600_001, -61_000, -60_000, -30_000, -1, 0, 1, 59_999, 1_800_000, 3_599_999];

/** In what share of the households it happens, at any time. */
const SHARES = [
  ['opt-out', 0.12],
  ['revocation', 0.12],
  ['refusal', 0.25],
  ['restart', 0.5],
] as const;

/** When something is tried is drawn where rules turn: edges of windows, holidays, changes of the clocks, earlier calls. */
export class Storyteller {
  constructor(
    private readonly startAt: number,
    private readonly days: number,
    private readonly campaigns: number,
  ) {}

  /** @param tries how often a call is tried, without bursts */
  tell(chance: Chance, leads: number, places: Places, tries: number): Happening[] {
    const story: Happening[] = [];
    const campaign = chance.isLucky(0.6)
      ? chance.pick([0, 0, 1, 3, 3, 6, 7])
      : chance.whole(0, this.campaigns);
    for (let index = 0; index < tries; index += 1) {
      const at = this.instant(chance, places);
      story.push(this.aTry(chance, leads, campaign, at));
      // Calls one upon the other meet the caps.
      const burst = chance.isLucky(0.15) ? chance.whole(2, 7) : 0;
      for (let after = 1; after <= burst; after += 1)
        story.push(
          this.aTry(chance, leads, campaign, at + after * chance.pick([0.25, 1, 4, 24, 72]) * HOUR_MS),
        );
    }
    for (const [kind, share] of SHARES)
      if (chance.isLucky(share)) story.push({ kind, at: this.anyTime(chance) });
    const withdrawn = story.find(({ kind }) => kind === 'revocation');
    if (withdrawn && chance.isLucky(0.3))
      story.push({ kind: 'new-consent', at: withdrawn.at + chance.whole(1, 60) * DAY_MS });
    const endAt = this.startAt + this.days * DAY_MS;
    return story
      .filter(({ at }) => at >= this.startAt && at < endAt)
      .toSorted((one, other) => one.at - other.at);
  }

  private aTry(chance: Chance, leads: number, campaign: number, at: number): Happening {
    const fault: Fault = chance.isLucky(0.95)
      ? 'none'
      : chance.pick(['unreadable', 'failing-rule', 'dies-before', 'dies-after', 'not-placed']);
    return { kind: 'try', at, lead: chance.whole(0, leads), campaign, fault };
  }

  private anyTime(chance: Chance): number {
    return this.startAt + Math.floor(chance.fraction() * this.days * DAY_MS);
  }

  private instant(chance: Chance, { zones, laws }: Places): number {
    const any = this.anyTime(chance);
    const zone = zones.length === 0 ? 'utc' : chance.pick(zones);
    const local = localTime(any, zone);
    // Somebody has stated a zone that does not exist.
    if (!local.isValid) return any;
    const how = chance.fraction();
    if (how < 0.25) return any;
    if (how < 0.6) {
      const minute = chance.pick(EDGES);
      const edge = local.set({
        hour: Math.floor(minute / 60),
        minute: minute % 60,
        second: 0,
        millisecond: 0,
      });
      return edge.toMillis() + chance.pick(BESIDE_MS);
    }
    const day = how < 0.8 ? this.aHoliday(chance, laws, local.year) : this.aClockChange(chance, zone);
    const noon = local.set({ ...day, minute: 0, second: 0, millisecond: 0 });
    return noon.set({ hour: chance.pick([9, 10, 11, 12, 14, 16, 17, 19]) }).toMillis();
  }

  private aHoliday(chance: Chance, laws: readonly string[], year: number): DayOfYear | undefined {
    const sets = laws.flatMap((code) => lawOf(code).holidays ?? []);
    if (sets.length === 0) return undefined;
    return dayOf(chance.pick([...datesOf(chance.pick(sets), year)]));
  }

  /** A day on which the clocks change, or one beside it. */
  private aClockChange(chance: Chance, zone: string): DayOfYear | undefined {
    const changes = clockChanges(zone, this.startAt, this.days);
    if (changes.length === 0) return undefined;
    const change = localTime(chance.pick(changes) + chance.pick([-1, 0, 1]) * DAY_MS, zone);
    return dayOf(change.toFormat('yyyy-MM-dd'));
  }
}

const changesByZone = new Map<string, readonly number[]>();

/** When the clocks of a zone change, to the half hour (epoch ms). */
export function clockChanges(zone: string, startAt: number, days: number): readonly number[] {
  const key = `${zone} ${startAt} ${days}`;
  let changes = changesByZone.get(key);
  if (!changes) {
    const offsetAt = (at: number): number => localTime(at, zone).offset;
    changes = Array.from({ length: days }, (_, day) => startAt + day * DAY_MS)
      .filter((dayAt) => offsetAt(dayAt) !== offsetAt(dayAt + DAY_MS))
      .map((dayAt) => {
        const before = offsetAt(dayAt);
        let at = dayAt;
        while (offsetAt(at) === before) at += HOUR_MS / 2;
        return at;
      });
    changesByZone.set(key, changes);
  }
  return changes;
}

interface DayOfYear {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function dayOf(date: string): DayOfYear {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}
