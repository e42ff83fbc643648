import { isPhoneNumber, parsePhoneNumber } from '../common/phone-number';
import plan from '../compliance/rule-data/area-codes.json';
import { chosen, fraction } from './chance';
import { LeadColumns } from './lead-columns';
import { LeadColumnsBuilder, SimulatedLead } from './lead-columns-builder';

/** Where a made-up lead may live. */
interface Place {
  readonly country: string;
  readonly state: string | undefined;
  readonly zone: string;
  readonly codes: readonly string[];
}

/** Residents in thousands: United States Census Bureau, Census of 2020. They say how many leads each state has. */
const RESIDENTS =
  'AK733 AL5024 AR3012 AZ7152 CA39538 CO5774 CT3606 DC690 DE990 FL21538 GA10712 HI1455 IA3190 ID1839 IL12813 ' +
  'IN6786 KS2938 KY4506 LA4658 MA7030 MD6177 ME1362 MI10077 MN5706 MO6155 MS2961 MT1084 NC10439 ND779 NE1962 ' +
  'NH1378 NJ9289 NM2118 NV3105 NY20201 OH11799 OK3959 OR4237 PA13003 RI1097 SC5118 SD887 TN6911 TX29146 UT3272 ' +
  'VA8631 VT643 WA7705 WI5894 WV1794 WY577';

/** What the numbers of other countries look like; `#` is any digit. */
const ABROAD: Readonly<Record<string, { readonly zone: string; readonly form: string }>> = {
  GB: { zone: 'Europe/London', form: '+4477009#####' },
  DE: { zone: 'Europe/Berlin', form: '+4915112######' },
  AU: { zone: 'Australia/Sydney', form: '+61491#######'.slice(0, 12) },
};

/** Shares of leads; assumed, as no two lists are alike. */
const SHARES = {
  country: { US: 0.96, CA: 0.02, GB: 0.01, DE: 0.005, AU: 0.005 },
  consent: { express_written: 0.86, express: 0.05, none: 0.03, '': 0.06 },
  expired: 0.03,
  doNotCall: 0.01,
  unreadable: 0.02,
  sameNumber: 0.01,
  statedPlace: 0.6,
  statedZone: 0.3,
  moved: 0.1,
};
const DAY_MS = 86_400_000;
const UNREADABLE_REASON = 'The phone number cannot be read';

/** What a fraction is drawn for; each has one of its own. */
enum Draw {
  Country,
  State,
  Code,
  Number,
  Consent,
  ConsentAge,
  Expired,
  DoNotCall,
  Unreadable,
  Same,
  Stated,
  StatedZone,
  Moved,
  NewState,
}

/**
 * Makes leads as they may come from a web form: spread over the United States as its residents are, a few abroad, most with
 * written consent, some without or with one that has expired, some numbers that cannot be read or stand there twice. Their
 * numbers are made up and may be somebody's: nothing here ever dials or writes them.
 * @param startAt all are due from then on; consents were given before
 */
export function generatedLeads(count: number, seed: number, startAt: Date): LeadColumns {
  const builder = new LeadColumnsBuilder('a made-up list', [], true);
  const states = residentsByState();
  let before: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const of = (what: Draw) => fraction(seed, index, what);
    const country = chosen(SHARES.country, of(Draw.Country));
    const place = placeIn(country, states, of(Draw.State));
    const own = of(Draw.Unreadable) < SHARES.unreadable ? undefined : numberIn(place, index, of);
    const isSame = before !== undefined && own !== undefined && of(Draw.Same) < SHARES.sameNumber;
    const phone = isSame ? before : own;
    builder.add({
      ...personAt(place, states, of, startAt),
      leadId: '',
      phone,
      ...standing(phone),
      dueAt: startAt,
    });
    before = phone ?? before;
  }
  return builder.build();
}

function standing(
  phone: string | undefined,
): Pick<SimulatedLead, 'status' | 'statusReason' | 'attempts' | 'failures'> {
  const isInvalid = phone === undefined;
  return {
    status: isInvalid ? 'invalid' : 'new',
    statusReason: isInvalid ? UNREADABLE_REASON : undefined,
    attempts: 0,
    failures: 0,
  };
}

function personAt(
  place: Place,
  states: Readonly<Record<string, number>>,
  of: (what: Draw) => number,
  startAt: Date,
): Pick<
  SimulatedLead,
  'timezone' | 'state' | 'country' | 'postalCode' | 'consent' | 'consentAt' | 'consentExpiresAt' | 'doNotCall'
> {
  const home =
    of(Draw.Moved) < SHARES.moved && place.country === 'US'
      ? placeIn('US', states, of(Draw.NewState))
      : place;
  const isStated = of(Draw.Stated) < SHARES.statedPlace;
  const consent = chosen(SHARES.consent, of(Draw.Consent));
  const isGiven = consent.startsWith('express');
  const isExpired = isGiven && of(Draw.Expired) < SHARES.expired;
  const days = Math.ceil((isExpired ? 400 : 1) + of(Draw.ConsentAge) * 300);
  return {
    timezone: isStated && of(Draw.StatedZone) < SHARES.statedZone ? home.zone : undefined,
    state: isStated ? home.state : undefined,
    country: isStated ? home.country : undefined,
    postalCode: undefined,
    consent,
    consentAt: isGiven ? new Date(startAt.getTime() - days * DAY_MS) : undefined,
    consentExpiresAt: isExpired ? new Date(startAt.getTime() - (days - 365) * DAY_MS) : undefined,
    doNotCall: of(Draw.DoNotCall) < SHARES.doNotCall,
  };
}

function placeIn(country: string, states: Readonly<Record<string, number>>, at: number): Place {
  const abroad = ABROAD[country];
  if (abroad) return { country, state: undefined, zone: abroad.zone, codes: [] };
  const isUs = country === 'US';
  const state = isUs ? chosen(states, at) : 'ON';
  const places = PLACES.filter((place) => place.country === country && place.state === state);
  const [first] = places;
  if (!first) throw new RangeError(`No area code for ${country} ${state}`);
  return { ...first, codes: places.flatMap(({ codes }) => codes) };
}

/** A number that may exist there; one that does not is drawn again. */
function numberIn({ country, codes }: Place, index: number, of: (what: Draw) => number): string | undefined {
  const draw = of(Draw.Number) * 2 ** 32;
  for (let again = 0; again < 20; again += 1) {
    const digit = (place: number) => Math.floor(fraction(index, Draw.Number, place, again, draw) * 10);
    const code = codes[Math.floor(fraction(index, Draw.Code, again, draw) * codes.length)];
    const form = code === undefined ? (ABROAD[country]?.form ?? '') : `+1${code}#######`;
    const phone = form.replaceAll('#', (_, place: number) => String(digit(place)));
    const read = parsePhoneNumber(phone);
    if (isPhoneNumber(read) && read.e164 === phone && read.country === country) return phone;
  }
  return undefined;
}

function residentsByState(): Readonly<Record<string, number>> {
  return Object.fromEntries(RESIDENTS.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]));
}

const PLACES: readonly Place[] = Object.entries<Record<string, Record<string, string>>>(plan).flatMap(
  ([country, states]) =>
    Object.entries(states).flatMap(([stateList, zones]) =>
      Object.entries(zones).flatMap(([zoneList, codes]) =>
        stateList.split(' ').map((state) => ({
          country,
          state: state === '' ? undefined : state,
          zone: zoneList.split(' ')[0] ?? 'UTC',
          codes: codes.split(' '),
        })),
      ),
    ),
);
