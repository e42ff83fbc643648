import { Grant, Lead } from '../checker/dial';
import { REGISTERS } from '../checker/law';
import { anAddress } from './addresses';
import { Chance } from './chance';
import { aDefect } from './defects';

/** Leads that share one number, and what stands on record of it before the simulated time. */
export interface Household {
  readonly phone: string;
  readonly leads: readonly Lead[];
  readonly registers: readonly string[];
  readonly grants: readonly Grant[];
}

const DAY_MS = 86_400_000;

/**
 * One household. Half of the leads are in order, so that a call to them is lawful whenever the time is; of the others
 * each has one thing wrong with it, so that a rule which is broken stands alone against the call.
 */
export function aHousehold(chance: Chance, index: number, startAt: number): Household {
  const address = anAddress(chance);
  const sound: Lead = {
    id: `lead-${index}`,
    ...address,
    // Where express consent suffices, the registers are left to be asked.
    consent: address.phone.startsWith('+1') || chance.isLucky(0.6) ? 'express_written' : 'express',
    consentAt: startAt - chance.whole(1, 300) * DAY_MS,
    consentExpiresAt: chance.isLucky(0.2) ? startAt + chance.whole(1, 400) * DAY_MS : undefined,
    doNotCall: false,
  };
  let first = sound;
  let grants: readonly Grant[] = [];
  if (chance.isLucky(0.5)) ({ lead: first, grants } = aDefect(chance, sound, startAt));
  const leads = [first];
  // A second lead of the same number says something else of its place.
  if (chance.isLucky(0.05))
    leads.push({ ...sound, id: `lead-${index}-b`, ...placeOf(anAddress(chance)), phone: first.phone });
  const registers = chance.isLucky(0.1) ? REGISTERS.map(({ code }) => code) : [];
  return { phone: first.phone, leads, registers, grants };
}

function placeOf({ state, country }: Pick<Lead, 'state' | 'country'>): Pick<Lead, 'state' | 'country'> {
  return { state, country };
}
