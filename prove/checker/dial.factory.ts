import { checkDial } from './check-dial';
import { Campaign, Dial, Grant, History, Lead } from './dial';
import { LAWS } from './law';

interface Changes {
  readonly lead?: Partial<Lead>;
  readonly campaign?: Partial<Campaign>;
  readonly history?: Partial<History>;
}

/**
 * For tests: a dial that is lawful when the time is, to somebody of whom nothing is known but the number.
 * @param at ISO 8601 with offset
 */
export function aDial(at: string, phone: string, { lead, campaign, history }: Changes = {}): Dial {
  return {
    at: Date.parse(at),
    lead: {
      id: 'lead-1',
      phone,
      state: undefined,
      country: undefined,
      postalCode: undefined,
      timezone: undefined,
      consent: 'express_written',
      consentAt: Date.parse('2026-01-15T12:00:00Z'),
      consentExpiresAt: undefined,
      doNotCall: false,
      ...lead,
    },
    campaign: {
      purpose: 'informational',
      seller: 'Sunny Roofs Inc.',
      callbackNumber: '+12025550100',
      hours: undefined,
      callsPerDay: 100,
      registrations: LAWS.map(({ code }) => ({ jurisdiction: code, from: 0, until: undefined })),
      lists: [],
      ...campaign,
    },
    history: {
      dials: [],
      optOuts: [],
      refusals: [],
      revocations: [],
      grants: [],
      registers: [],
      ...history,
    },
  };
}

/** For tests: a written consent of the ledger. */
export function aRecordedGrant(changes: Partial<Grant> = {}): Grant {
  return {
    recordedAt: 0,
    level: 'express_written',
    seller: undefined,
    purpose: undefined,
    channel: undefined,
    givenAt: Date.parse('2026-01-15T12:00:00Z'),
    expiresAt: undefined,
    ...changes,
  };
}

/** For tests: the names of the rules that a dial breaks, each once. */
export function rulesOf(dial: Dial): string[] {
  return [...new Set(checkDial(dial).map(({ rule }) => rule))].toSorted();
}

/** For tests: two dials on either side of an edge, the one lawful, the other unlawful by one rule alone. */
export function expectEdge(rule: string, lawful: Dial, unlawful: Dial): void {
  expect(rulesOf(lawful)).toEqual([]);
  expect(rulesOf(unlawful)).toEqual([rule]);
}
