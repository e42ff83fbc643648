import { Notification } from '../notifications/notifier';
import { Outcome } from './outcome';

/**
 * What people are told at once of a finished call: a callback that was asked for, or a lead that is hot. Names neither
 * the person nor what was said: the lead's id and where to read on must do.
 */
export function leadNotice(
  outcome: Pick<Outcome, 'disposition' | 'fault' | 'callbackAt'>,
  { interest }: Pick<Outcome['conversation'], 'interest'>,
  leadId: string,
  callId: string,
): Notification | undefined {
  const path = `/#/leads/${leadId}`;
  if (outcome.disposition === 'callback-requested') {
    const when = outcome.callbackAt ? `for ${outcome.callbackAt.toISOString()}` : 'without a time';
    const text = `Lead ${leadId} asked for a callback ${when}.`;
    return { kind: 'callback', text, path, dedupKey: `callback:${callId}` };
  }
  if (outcome.disposition !== 'completed' || outcome.fault || interest !== 'hot') return undefined;
  return { kind: 'hot-lead', text: `Lead ${leadId} is hot.`, path, dedupKey: `hot-lead:${callId}` };
}
