import { Dial, ListVersion } from './dial';
import { Law, Register, REGISTERS } from './law';

const DAY_MS = 86_400_000;

/** What the public do-not-call registers say against a dial: each register with the reason. */
export function registerFaults(
  dial: Dial,
  laws: readonly Law[],
  consentLevel: string,
): (readonly [register: Register, why: string])[] {
  if (dial.campaign.purpose === 'informational') return [];
  const faults: (readonly [Register, string])[] = [];
  for (const register of REGISTERS) {
    if (!laws.some(({ code }) => register.jurisdictions.includes(code))) continue;
    if (register.exceptedBy.includes(consentLevel)) continue;
    const why = faultOf(register, dial);
    if (why !== undefined) faults.push([register, why]);
  }
  return faults;
}

function faultOf(register: Register, { at, lead, campaign, history }: Dial): string | undefined {
  const covering = campaign.lists.filter(
    (version) => version.list === register.code && version.importedAt <= at && covers(version, lead.phone),
  );
  if (covering.length === 0) return 'no version that covers the number was fetched';
  const newest = Math.max(...covering.map(({ date }) => Date.parse(date)));
  const today = Math.floor(at / DAY_MS) * DAY_MS;
  const age = (today - newest) / DAY_MS;
  if (age < 0) return 'its version is dated in the future';
  if (age > register.maxAgeDays) return `its version is ${age} days old, more than ${register.maxAgeDays}`;
  return history.registers.includes(register.code) ? 'the number stands on it' : undefined;
}

function covers({ areaCodes }: ListVersion, phone: string): boolean {
  return areaCodes === 'all' || (phone.startsWith('+1') && areaCodes.includes(phone.slice(2, 5)));
}
