import { Grant, Lead } from '../checker/dial';
import { Chance } from './chance';
import { aGrant } from './grant';

const DAY_MS = 86_400_000;

interface Outcome {
  readonly lead: Lead;
  readonly grants: readonly Grant[];
}

/** Changes one thing about a lead that is in order. Some changes leave it in order: the ledger may make up for it. */
export function aDefect(chance: Chance, lead: Lead, startAt: number): Outcome {
  const given = startAt - DAY_MS;
  const soon = startAt + chance.whole(1, 360) * DAY_MS;
  const silent: Lead = { ...lead, consent: '', consentAt: undefined, consentExpiresAt: undefined };
  const only = (changes: Partial<Lead>): Outcome => ({ lead: { ...lead, ...changes }, grants: [] });
  const ledger = (...grants: readonly Grant[]): Outcome => ({ lead: silent, grants });
  const outcomes: readonly (() => Outcome)[] = [
    () => only({ doNotCall: true }),
    () => only({ consent: 'none' }),
    () => ({ lead: { ...lead, consent: 'none' }, grants: [aGrant(given)] }),
    () => only({ consent: 'express' }),
    () => only({ consent: 'by telephone' }),
    () => only({ consentAt: undefined }),
    () => only({ consentAt: soon }),
    () => only({ consentExpiresAt: soon }),
    () => ledger(),
    () => ledger(aGrant(given)),
    () => ledger(aGrant(soon)),
    () => ledger(aGrant(given, { seller: 'Moonlight Doors Ltd' })),
    () => ledger(aGrant(given, { purpose: 'informational' })),
    () => ledger(aGrant(given, { channel: 'live_voice' })),
    () => ledger(aGrant(given, { level: 'express' }), aGrant(soon)),
    () => ledger(aGrant(given, { expiresAt: soon })),
    () => only({ timezone: 'Mars/Olympus_Mons' }),
    () => only({ country: 'Spain' }),
    () => only({ country: 'Atlantis' }),
    () => only({ ...PLACELESS, phone: `+34612${digits(chance, 6)}` }),
    () => only({ ...PLACELESS, phone: `+1876${chance.whole(2, 9)}55${digits(chance, 4)}` }),
    () => only({ ...PLACELESS, phone: `+1800${chance.whole(2, 9)}34${digits(chance, 4)}` }),
    () => only({ ...PLACELESS, phone: `+4470${digits(chance, 8)}` }),
    () => only({ ...PLACELESS, phone: `+44909${digits(chance, 7)}` }),
    () => only({ ...PLACELESS, phone: `+49900${digits(chance, 7)}` }),
    () => only({ ...PLACELESS, phone: `+33800${digits(chance, 6)}` }),
    () => only({ phone: ` ${lead.phone}` }),
    () => only({ phone: lead.phone.slice(0, -3) }),
  ];
  return chance.pick(outcomes)();
}

const PLACELESS = { state: undefined, country: undefined, postalCode: undefined, timezone: undefined };

function digits(chance: Chance, count: number): string {
  return String(chance.whole(0, 10 ** count)).padStart(count, '0');
}
