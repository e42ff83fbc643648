import type { Chance } from '../chance';

/** A phone number of the organisation, as `GET /phone-number/{id}` and `message.phoneNumber` give it. */
export interface OwnPhoneNumber {
  id: string;
  orgId: string;
  provider: 'twilio' | 'vapi';
  number: string;
  name: string;
  status: 'active';
  createdAt: string;
  updatedAt: string;
  twilioAccountSid?: string;
  /** In the clear, as VAPI is said to send it: a client must strip it before storing anything. */
  twilioAuthToken?: string;
}

const SET_UP_AT = '2026-01-05T09:00:00.000Z';

/** Two numbers: one imported from Twilio (first, with Twilio's secret) and one of VAPI's own. */
export function ownPhoneNumbers(chance: Chance, orgId: string): [OwnPhoneNumber, OwnPhoneNumber] {
  const common = { orgId, status: 'active' as const, createdAt: SET_UP_AT, updatedAt: SET_UP_AT };
  return [
    {
      ...common,
      id: chance.uuid(new Date(SET_UP_AT), 'phone', 1),
      provider: 'twilio',
      number: '+12125550199',
      name: 'Twilio line',
      twilioAccountSid: `AC${chance.hex(32, 'account')}`,
      twilioAuthToken: chance.hex(32, 'twilio token'),
    },
    {
      ...common,
      id: chance.uuid(new Date(SET_UP_AT), 'phone', 2),
      provider: 'vapi',
      number: '+13125550199',
      name: 'VAPI line',
    },
  ];
}
