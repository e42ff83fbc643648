import { EndCategory } from '../telephony/call-event';

/**
 * Whether a call that ended so failed by the fault of the provider, its carrier or its pipeline. `false`: it got past
 * them, whoever did or did not pick up. `null`: it says nothing of them – it was cut off by hand, or ended for a reason
 * that is not known here.
 */
export function isProviderFault(category: EndCategory): boolean | null {
  switch (category) {
    case 'carrier-failure':
    case 'start-refused':
    case 'in-call-failure':
      return true;
    case 'conversation':
    case 'no-answer':
    case 'busy':
    case 'voicemail':
    case 'bad-number':
      return false;
    case 'canceled':
    case 'withdrawn':
    case 'unknown':
      return null;
  }
}
