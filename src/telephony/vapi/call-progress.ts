import type { Vapi } from '@vapi-ai/server-sdk';
import { CallProgress } from '../call-event';

/** VAPI's status of a call that is not over; `undefined` for the end, for states of the record, and for unknown words. */
export function callProgress(status: unknown): CallProgress | undefined {
  const progress: Partial<Record<Vapi.CallStatus, CallProgress>> = {
    scheduled: 'queued',
    queued: 'queued',
    ringing: 'ringing',
    'in-progress': 'in-progress',
    forwarding: 'forwarding',
  };
  return typeof status === 'string' && Object.hasOwn(progress, status)
    ? progress[status as Vapi.CallStatus]
    : undefined;
}
