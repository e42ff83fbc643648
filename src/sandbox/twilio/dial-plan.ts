import type { Chance } from '../chance';
import { COURSES, type Behaviour } from '../vapi/people';
import type { DialPlan } from './dialed-call';

/** Twilio lets it ring a little longer than it was asked to (s). */
const BUFFER_SECONDS = 5;

interface DialInput {
  sid: string;
  behaviour: Behaviour;
  /** When the call leaves the queue. */
  startsAt: Date;
  /** Divides every duration. */
  pace: number;
  timeoutSeconds: number;
}

/** What comes of dialing a person who behaves so. */
export function planDial(
  { sid, behaviour, startsAt, pace, timeoutSeconds }: DialInput,
  chance: Chance,
): DialPlan {
  const { ringing = [1, 3], isAnswered } = COURSES[behaviour];
  const ringSeconds = chance.between(...ringing, 'ring', sid);
  const longest = timeoutSeconds + BUFFER_SECONDS;
  const ringsMs = startsAt.getTime() + (chance.between(0.8, 2.2, 'dial', sid) * 1000) / pace;
  const isTooLate = ringSeconds > longest;
  return {
    startsAt: startsAt.toISOString(),
    ringsAt: new Date(ringsMs).toISOString(),
    settlesAt: new Date(ringsMs + (Math.min(ringSeconds, longest) * 1000) / pace).toISOString(),
    ...(isAnswered && !isTooLate ? { outcome: 'answered' as const } : unanswered(behaviour)),
  };
}

function unanswered(behaviour: Behaviour): Pick<DialPlan, 'outcome' | 'sipCode'> {
  switch (behaviour) {
    case 'busy':
      return { outcome: 'busy', sipCode: '486' };
    case 'misdialed':
      return { outcome: 'failed', sipCode: '404' };
    case 'carrier-failure':
    case 'start-error':
      return { outcome: 'failed', sipCode: '503' };
    default:
      return { outcome: 'no-answer', sipCode: '487' };
  }
}
