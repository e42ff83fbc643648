import { Interest } from './conversation-claims';

/** What is to be done, as a program reads it. */
export type NextActionKind =
  | 'do-not-call'
  | 'review'
  | 'correct-number'
  | 'call-back'
  | 'hand-over'
  | 'follow-up'
  | 'call-again'
  | 'none';

export interface NextAction {
  readonly kind: NextActionKind;
  /** The same for the operator, in plain words. */
  readonly text: string;
}

export interface Settled {
  readonly optOut: 'opt-out' | 'doubtful' | 'none';
  readonly wrongNumber: boolean;
  readonly wantsHuman: boolean;
  readonly isReached: boolean;
  /** What answered instead of a person, or why nobody did. */
  readonly notReachedBy: string;
  readonly isCallback: boolean;
  /** The time in the person's own zone, as a person reads it. */
  readonly callbackTime?: string;
  readonly interest?: Interest;
  readonly hasObjection: boolean;
  /** The analysis' own advice, used where nothing above it decides. */
  readonly advice?: string;
  readonly doubtful: readonly string[];
  readonly isUnclearEnd: boolean;
}

/** The one thing to do next; what protects the person comes first. */
export function nextActionOf(settled: Settled): NextAction {
  const { interest, advice, callbackTime, doubtful } = settled;
  if (settled.optOut === 'opt-out')
    return { kind: 'do-not-call', text: 'Do not call again: the person opted out' };
  if (settled.optOut === 'doubtful') {
    return {
      kind: 'review',
      text: 'Read the transcript before any other call: the person may have opted out',
    };
  }
  if (settled.isUnclearEnd)
    return { kind: 'review', text: 'Look at this call: it ended in a way that is not clear' };
  if (!settled.isReached) return { kind: 'call-again', text: `Call again: ${settled.notReachedBy}` };
  if (settled.wrongNumber)
    return { kind: 'correct-number', text: 'Correct the number: it belongs to somebody else' };
  if (settled.isCallback && callbackTime !== undefined)
    return { kind: 'call-back', text: `Call back ${callbackTime}` };
  if (settled.wantsHuman)
    return { kind: 'hand-over', text: 'Have a colleague call: the person wants to speak with a human being' };
  if (settled.isCallback)
    return { kind: 'call-back', text: 'Call back; the person named no time that is sure' };
  if (interest === 'hot' || interest === 'warm')
    return { kind: 'follow-up', text: advice ?? 'Follow up: the person is interested' };
  if (doubtful.length > 0) return { kind: 'review', text: `Look at this call: ${doubtful.join('; ')}` };
  if (interest === 'cold' || interest === 'none' || settled.hasObjection)
    return { kind: 'none', text: 'None: the person is not interested' };
  return { kind: 'none', text: advice ?? 'None: the conversation took place' };
}
