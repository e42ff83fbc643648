import { assertNever } from '../common/errors';
import { Answer, EndClass } from './person-reached';

/** How a call ended, in our words; the `CallStatus` of the Calls table. */
export type Disposition =
  | 'completed'
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'opted-out'
  | 'callback-requested'
  | 'failed'
  | 'canceled'
  | 'unknown';

/** An opt-out above all; then how the call ended; then who answered; then whether they want to be called. */
export function dispositionOf(
  endClass: EndClass,
  answer: Answer,
  isOptOut: boolean,
  isCallback: boolean,
): Disposition {
  if (isOptOut) return 'opted-out';
  switch (endClass) {
    case 'no-answer':
    case 'busy':
      return answer === 'person' ? spoken(isCallback) : endClass;
    case 'voicemail':
      return 'voicemail';
    case 'conversation':
      if (answer === 'person') return spoken(isCallback);
      return answer === 'voicemail' ? 'voicemail' : 'no-answer';
    case 'in-call-failure':
      return answer === 'person' && isCallback ? 'callback-requested' : 'failed';
    case 'bad-number':
    case 'carrier-failure':
    case 'start-refused':
      return 'failed';
    case 'canceled':
      return answer === 'person' && isCallback ? 'callback-requested' : 'canceled';
    case 'unknown':
      return answer === 'person' && isCallback ? 'callback-requested' : 'unknown';
    default:
      return assertNever(endClass);
  }
}

function spoken(isCallback: boolean): Disposition {
  return isCallback ? 'callback-requested' : 'completed';
}
