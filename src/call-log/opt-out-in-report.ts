import { readOptOuts } from '../conversation/opt-out-phrases';
import { optOutOf } from '../conversation/opt-out-sources';
import { personReached } from '../conversation/person-reached';
import { CallReport, OptOutChannel } from '../telephony/call-event';
import { endClassOf } from './outcome';

/** By which way a report shows an opt-out, the surest first, and when it was said where that can be told. */
export interface ReportedOptOut {
  readonly channel: OptOutChannel;
  readonly saidAt: Date | undefined;
}

/** Whether a report carries an opt-out; doubtful words are none. */
export function optOutIn(report: CallReport): ReportedOptOut | undefined {
  const { category, analysis, tools = {}, utterances = [], startedAt, endedAt } = report;
  if (report.optOutKeyPressed === true) return { channel: 'keypress', saidAt: endedAt };
  // Most reports hold none: then it is all one who said what, and a webhook is answered the sooner.
  const isClaimed = tools.optOut === true || analysis.optOut === true || analysis.outcome === 'opted-out';
  if (!isClaimed && readOptOuts(utterances).verdict === 'none') return undefined;
  const reached = personReached({ endClass: endClassOf(category), utterances });
  const { verdict, evidence } = optOutOf(utterances, reached, analysis, tools);
  if (verdict !== 'opt-out') return undefined;
  const quote = evidence.find(({ source }) => source === 'transcript')?.quote;
  const seconds = utterances.find(
    ({ speaker, text }) => speaker === 'customer' && quote !== undefined && text.includes(quote),
  )?.atSeconds;
  const isTimed = startedAt !== undefined && seconds !== undefined;
  const saidAt = isTimed ? new Date(startedAt.getTime() + seconds * 1000) : endedAt;
  const isAnalysed = evidence.some(({ source }) => source === 'analysis');
  const channel =
    tools.optOut === true ? 'tool' : quote !== undefined || !isAnalysed ? 'transcript' : 'analysis';
  return { channel, saidAt };
}
