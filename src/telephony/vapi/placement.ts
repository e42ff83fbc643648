import { ExternalApiError } from '../../common/errors';
import { PlaceCallResult } from '../telephony-provider';

/** A call that was not placed for sure, or that nobody knows about. */
export type FailedPlacement = Exclude<PlaceCallResult, { outcome: 'placed' }>;

/**
 * What a failed `POST /call` means. Only VAPI's own no, or a request that never left, is a rejection; everything else
 * may have rung somebody and is in doubt.
 */
export function failedPlacement(error: ExternalApiError): FailedPlacement {
  const reason = error.message;
  if (error.detail.effect === 'unreachable') return { outcome: 'rejected', fault: 'capacity', reason };
  if (error.detail.effect === 'unknown') return { outcome: 'in-doubt', reason };
  return { outcome: 'rejected', fault: faultOf(error.detail.status ?? 0, reason), reason };
}

function faultOf(status: number, reason: string): 'call' | 'account' | 'capacity' {
  if (status === 429 || status === 425) return 'capacity';
  if (status < 400 || [401, 402, 403, 404, 405].includes(status)) return 'account';
  return faultOfMessage(reason);
}

/** VAPI has no codes: the words decide. What names the callee is about this call, even beside other words. */
function faultOfMessage(reason: string): 'call' | 'account' | 'capacity' {
  if (/concurren/i.test(reason)) return 'capacity';
  if (/\bcustomer\b|'To' number/i.test(reason)) return 'call';
  // These two differ from lead to lead; another lead's may pass.
  if (/\bassistant(Overrides)?\.(firstMessage|metadata|variableValues|model\.messages)\b/.test(reason))
    return 'call';
  const shared =
    /phoneNumber(Id)?\b|\bassistant|twilio|credential|credit|wallet|subscription|billing|daily (outbound )?(call )?limit|outbound call limit|should not exist/i;
  return shared.test(reason) ? 'account' : 'call';
}

/** What an operator has to do about a fault that every call of this deployment would meet. */
export function accountAdvice(status: number | undefined, reason: string, twilio: boolean): string {
  const number = twilio ? 'TWILIO_FROM_NUMBER, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN' : 'VAPI_PHONE_ID';
  switch (status) {
    case 401:
      return 'VAPI refuses the token: set VAPI_API_TOKEN to the private API key (not the public one) of the organization';
    case 402:
      return 'VAPI wants payment: add credit to the organization that VAPI_API_TOKEN belongs to';
    case 403:
      return 'VAPI denies access: check what VAPI_API_TOKEN is allowed to do, and what stands between us and VAPI_BASE_URL';
    case 404:
      return `VAPI does not know what the calls refer to: check VAPI_PHONE_ID, VAPI_ASSISTANT_ID and VAPI_BASE_URL (${reason})`;
    default:
      return `VAPI refuses what every call carries: check ${number}, VAPI_ASSISTANT_ID, AGENT_VOICE and the credit (${reason})`;
  }
}
