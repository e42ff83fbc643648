import type { Disclosure } from '../conversation/disclosure-check';
import { CallReport } from '../telephony/call-event';
import { Outcome } from './outcome';

/**
 * What is kept of a conversation (`calls.analysis`): what is believed of it, what each field rests on (`evidence`), what
 * was claimed and not believed (`doubtful`), and what its opening left out. `undefined` where nothing is told of it.
 */
export function callReading(
  { analysis, utterances }: CallReport,
  { conversation }: Outcome,
  disclosuresMissed: readonly Disclosure[] | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (utterances === undefined && Object.keys(analysis).length === 0) return undefined;
  const { reached, interest, objection, wantsHuman, wrongNumber, callbackAt, optOut } = conversation;
  // A refusal rests the number for as long as the law asks: it is kept on the analysis' word alone.
  const outcome = analysis.outcome ?? (interest === 'none' && reached ? 'not-interested' : undefined);
  return {
    reached,
    outcome,
    interest,
    objection,
    wantsHuman,
    wrongNumber,
    callbackAt,
    optOut: optOut === 'opt-out',
    nextActionKind: conversation.nextActionKind,
    evidence: conversation.evidence,
    doubtful: conversation.doubtful,
    disclosuresMissed,
  };
}
