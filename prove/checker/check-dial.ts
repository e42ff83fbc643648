import { readConsent } from './consent-check';
import { Dial } from './dial';
import { isHoliday } from './holidays';
import { isWithin, localTime } from './hours';
import { Law, lawOf } from './law';
import { Places, placesOf } from './places';
import { registerFaults } from './register-check';
import { Violation } from './violation';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Everything that the plain reading of the rule data has against a dial; empty: it is lawful. It knows no margins: a
 * dial in the last second of a window is within it.
 */
export function checkDial(dial: Dial, places: Places = placesOf(dial.lead)): Violation[] {
  const laws = places.laws.map(lawOf);
  return [
    ...checkPerson(dial),
    ...checkPlaces(dial, places),
    ...checkCaller(dial, laws),
    ...checkConsent(dial, laws),
    ...checkTimes(dial, laws, places.zones),
    ...checkEarlierCalls(dial, laws),
  ];
}

function checkPerson({ at, lead, history }: Dial): Violation[] {
  const found: Violation[] = [];
  if (history.optOuts.some((optOut) => optOut <= at))
    found.push(anywhere(at, 'suppression', '47 CFR 64.1200(d)(6)', 'the person had asked not to be called'));
  if (lead.doNotCall)
    found.push(anywhere(at, 'do-not-call', '47 CFR 64.1200(d)(3)', 'the lead is marked Do Not Call'));
  return found;
}

function checkPlaces({ at }: Dial, { number, unknown, laws, zones }: Places): Violation[] {
  const found: Violation[] = [];
  if (number.fault !== undefined) found.push(anywhere(at, 'dialable-number', 'ITU-T E.164', number.fault));
  for (const what of unknown) {
    const rule = what.includes('zone') ? 'time-zone' : 'jurisdiction';
    found.push(
      anywhere(at, rule, 'No call where the law or the local time is not known', `not known: ${what}`),
    );
  }
  if (laws.length === 0)
    found.push(anywhere(at, 'jurisdiction', 'No call where no law is known', 'no law is known'));
  if (zones.length === 0) found.push(anywhere(at, 'time-zone', '47 CFR 64.1200(c)(1)', 'no zone is known'));
  return found;
}

function checkCaller({ at, campaign }: Dial, laws: readonly Law[]): Violation[] {
  const found: Violation[] = [];
  if (campaign.seller.trim() === '' || campaign.callbackNumber.trim() === '')
    found.push(
      anywhere(
        at,
        'seller',
        '47 CFR 64.1200(b)(1)-(2)',
        'the caller does not say who it is and where to call back',
      ),
    );
  if (campaign.purpose === 'informational') return found;
  for (const law of laws) {
    const { registration, artificialVoice } = law;
    const isAttested = campaign.registrations.some(
      ({ jurisdiction, from, until }) =>
        jurisdiction === law.code && from <= at && (until === undefined || at < until),
    );
    if (registration && !isAttested)
      found.push(
        under(law, at, 'registration', `nobody attests ${registration.what}`, registration.citation),
      );
    if (artificialVoice?.needs !== undefined)
      found.push(
        under(law, at, 'artificial-voice', `it takes ${artificialVoice.needs}`, artificialVoice.citation),
      );
  }
  return found;
}

function checkConsent(dial: Dial, laws: readonly Law[]): Violation[] {
  const consent = readConsent(dial, laws);
  const found = consent.faults.map(([rule, why]) =>
    anywhere(dial.at, rule, '47 CFR 64.1200(a)(1)-(3), (a)(10), (f)(9)', why),
  );
  for (const [register, why] of registerFaults(dial, laws, consent.level)) {
    const jurisdiction = register.jurisdictions.join(' ');
    found.push({ ...anywhere(dial.at, 'do-not-call-list', register.citation, why), jurisdiction });
  }
  return found;
}

/** A time must be lawful in every zone in which the person may be. */
function checkTimes({ at, campaign }: Dial, laws: readonly Law[], zones: readonly string[]): Violation[] {
  const found: Violation[] = [];
  for (const law of laws) {
    const hours = law.aiVoiceWindows === undefined ? [law.windows] : [law.windows, law.aiVoiceWindows];
    for (const zone of [...zones, ...(law.alsoInZones ?? [])]) {
      const local = localTime(at, zone);
      for (const window of hours)
        if (!isWithin(window, local))
          found.push(under(law, at, 'calling-window', `${zone}: not within ${window}`, law.citation, zone));
    }
    for (const zone of law.holidays === undefined ? [] : zones)
      if (isHoliday(law.holidays ?? '', localTime(at, zone).toFormat('yyyy-MM-dd')))
        found.push(under(law, at, 'holiday', `it is a holiday in ${zone}`, law.citation, zone));
  }
  for (const zone of campaign.hours === undefined ? [] : zones)
    if (!isWithin(campaign.hours ?? '', localTime(at, zone)))
      found.push(anywhere(at, 'campaign-hours', 'CALLING_HOURS', `${zone}: not within ${campaign.hours}`));
  return found;
}

function checkEarlierCalls({ at, campaign, history }: Dial, laws: readonly Law[]): Violation[] {
  const found: Violation[] = [];
  const callsWithin = (periodMs: number): number =>
    history.dials.filter((dial) => at - dial < periodMs).length;
  if (callsWithin(DAY_MS) >= campaign.callsPerDay)
    found.push(
      anywhere(at, 'frequency', 'MAX_ATTEMPTS_PER_DAY', `already ${callsWithin(DAY_MS)} calls in 24 hours`),
    );
  for (const law of laws) {
    for (const { count, perHours } of law.caps ?? []) {
      const calls = callsWithin(perHours * HOUR_MS);
      if (calls >= count)
        found.push(under(law, at, 'frequency', `already ${calls} calls in ${perHours} hours`, law.citation));
    }
    const restMs = (law.restAfterRefusalDays ?? 0) * DAY_MS;
    if (history.refusals.some((refusal) => refusal <= at && at - refusal < restMs))
      found.push(
        under(
          law,
          at,
          'refusal-rest',
          `the person refused less than ${law.restAfterRefusalDays} days ago`,
          law.citation,
        ),
      );
  }
  return found;
}

function under(
  { code }: Law,
  at: number,
  rule: string,
  why: string,
  citation: string,
  zone = 'utc',
): Violation {
  return { rule, jurisdiction: code, citation, localTime: clock(at, zone), why };
}

function anywhere(at: number, rule: string, citation: string, why: string): Violation {
  return { rule, jurisdiction: '*', citation, localTime: clock(at, 'utc'), why };
}

function clock(at: number, zone: string): string {
  return localTime(at, zone).toFormat("ccc yyyy-MM-dd HH:mm:ss 'UTC'ZZ");
}
