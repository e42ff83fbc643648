import { AnalysisClaims, Evidence, ToolClaims } from './conversation-claims';
import { Language } from './language';
import { OptOutReading, readOptOut, readOptOuts, strongestOf } from './opt-out-phrases';
import { Reached } from './person-reached';
import { Utterance } from './utterance';

export interface OptOutFinding {
  readonly verdict: OptOutReading['verdict'];
  readonly evidence: readonly Evidence[];
}

/**
 * Any one source suffices: the tool, the analysis, the person's words. The words of a machine ("to be taken off our
 * list, press nine") are at most doubtful, but never passed over: the machine may have been a person.
 */
export function optOutOf(
  utterances: readonly Utterance[],
  { said }: Reached,
  analysis: AnalysisClaims,
  tools: ToolClaims,
  language?: Language,
): OptOutFinding {
  const first = said[0];
  const begun = first === undefined ? utterances.length : Math.max(0, utterances.indexOf(first) - 1);
  const context = language === undefined ? {} : { language };
  const person = readOptOuts(utterances.slice(begun), context);
  const machine = readMachine(utterances.slice(0, begun), language);
  const words = strongestOf([person, machine]);
  const quoted: readonly Evidence[] =
    words.verdict === 'none'
      ? []
      : [{ field: 'optOut', source: 'transcript', ...(words.evidence && { quote: words.evidence }) }];
  const evidence: readonly Evidence[] = [
    ...(tools.optOut === true ? [{ field: 'optOut', source: 'tool' } as const] : []),
    ...(analysis.optOut === true || analysis.outcome === 'opted-out'
      ? [{ field: 'optOut', source: 'analysis' } as const]
      : []),
    ...quoted,
  ];
  const isSure = words.verdict === 'opt-out' || evidence.some(({ source }) => source !== 'transcript');
  return { verdict: isSure ? 'opt-out' : words.verdict, evidence };
}

function readMachine(utterances: readonly Utterance[], language: Language | undefined): OptOutReading {
  const readings = utterances
    .filter(({ speaker }) => speaker === 'customer')
    .map(({ text }) => readOptOut(text, language === undefined ? {} : { language }));
  const found = strongestOf(readings);
  // A greeting is full of words that are doubtful at best: only sure ones count, and only as a doubt.
  return found.verdict === 'opt-out' ? { ...found, verdict: 'doubtful' } : { verdict: 'none' };
}
