import type { Vapi } from '@vapi-ai/server-sdk';
import { dateIn, loose, Loose, textIn } from '../loose-json';
import { ProviderCall } from '../telephony-provider';
import { callProgress } from './call-progress';
import { attemptIdOf, carrierCallIdOf } from './call-reference';
import { callReport } from './call-report';

/** Maps a call that was looked up; `undefined` when it has no readable id, or VAPI says that it never was. */
export function providerCall(call: Loose<Vapi.Call>): ProviderCall | undefined {
  const providerCallId = textIn(call.id);
  if (providerCallId === undefined || call.status === 'not-found') return undefined;
  return {
    providerCallId,
    attemptId: attemptIdOf(call),
    carrierCallId: carrierCallIdOf(call),
    controlUrl: textIn(loose<Vapi.Monitor>(call.monitor).controlUrl),
    createdAt: dateIn(call.createdAt) ?? dateIn(call.updatedAt) ?? new Date(0),
    state: stateOf(call),
  };
}

/** A word that we do not know is taken for a call that is still up: whoever asks will ask again. */
function stateOf(call: Loose<Vapi.Call>): ProviderCall['state'] {
  const over =
    call.status === 'ended' || call.status === 'deletion-failed' || textIn(call.endedReason) !== undefined;
  if (over) return { ended: true, report: callReport(call) };
  return { ended: false, status: callProgress(call.status) ?? 'in-progress' };
}
