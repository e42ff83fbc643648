import { callReading } from '../call-log/call-reading';
import { decideOutcome, Outcome } from '../call-log/outcome';
import { isProviderFault } from '../call-log/provider-fault';
import { isSilentEnd } from '../call-log/silent-ends';
import { REFUSING_OUTCOMES } from '../compliance/call-facts';
import { bareReport, CallAnalysis, CallReport, EndCategory } from '../telephony/call-event';
import { CALL_ENDS, CallEnd } from './outcome-model';

/** What the call log makes of a simulated call. */
export interface ReadEnd {
  readonly outcome: Outcome;
  /** The call is concluded as soon as it is over, without waiting for its report. */
  readonly isSilent: boolean;
  readonly providerFault: boolean | null;
  /** The person wants no more calls at all. */
  readonly isOptOut: boolean;
  /** The person did not want what was offered: some laws give them rest. */
  readonly isRefusal: boolean;
}

interface Script {
  readonly category: EndCategory;
  /** What the person says, if there is one. */
  readonly said?: string;
  readonly analysis?: CallAnalysis;
}

/** As short as the call log's reading of words allows: each has to come out as what it stands for. */
const SCRIPTS: Readonly<Record<CallEnd, Script>> = {
  interested: {
    category: 'conversation',
    said: 'Yes please, send me the details by email.',
    analysis: { outcome: 'interested', interest: 'warm' },
  },
  declined: {
    category: 'conversation',
    said: 'No thank you, I am not interested.',
    analysis: { outcome: 'not-interested', interest: 'none' },
  },
  callback: {
    category: 'conversation',
    said: 'Could you call me back later?',
    analysis: { outcome: 'callback' },
  },
  'opt-out': {
    category: 'conversation',
    said: 'Please take me off your list.',
    analysis: { outcome: 'opted-out', optOut: true },
  },
  'doubtful-opt-out': { category: 'conversation', said: 'You never stop calling me.' },
  'wants-human': {
    category: 'conversation',
    said: 'I would rather talk to a real person.',
    analysis: { outcome: 'wants-human', wantsHuman: true },
  },
  'wrong-number': {
    category: 'conversation',
    said: "There's nobody of that name here. You have the wrong number.",
    analysis: { outcome: 'wrong-number', wrongNumber: true },
  },
  silence: { category: 'conversation', said: 'Hello?' },
  voicemail: { category: 'voicemail' },
  'no-answer': { category: 'no-answer' },
  busy: { category: 'busy' },
  'bad-number': { category: 'bad-number' },
  'carrier-failure': { category: 'carrier-failure' },
  'start-refused': { category: 'start-refused' },
  'in-call-failure': { category: 'in-call-failure', said: 'Hello, who is this?' },
  canceled: { category: 'canceled' },
};

const known = new Map<CallEnd, ReadEnd>(CALL_ENDS.map((end) => [end, read(end, new Date(0), undefined)]));

/**
 * Has the call log read the report of a simulated call.
 * @param at when the report is read
 * @param callbackAt when the person wants to be called, as the agent took it down; for `callback`
 */
export function readEnd(end: CallEnd, at: Date, callbackAt: Date | undefined): ReadEnd {
  const plain = known.get(end);
  return plain === undefined || callbackAt !== undefined ? read(end, at, callbackAt) : plain;
}

function read(end: CallEnd, at: Date, callbackAt: Date | undefined): ReadEnd {
  const { category, said, analysis = {} } = SCRIPTS[end];
  const report: CallReport = {
    ...bareReport(category, undefined),
    analysis,
    personOnLine: said !== undefined,
    ...(said !== undefined && { utterances: [{ speaker: 'customer', text: said }] }),
    ...(callbackAt && { tools: { callbackAt } }),
  };
  const nothing = { optedOut: false, optOutDoubtful: false, callbackAt: null };
  const outcome = decideOutcome(report, nothing, { zones: [], now: at });
  const reading = callReading(report, outcome, undefined);
  return {
    outcome,
    isSilent: isSilentEnd(category),
    providerFault: isProviderFault(category),
    isOptOut: outcome.conversation.optOut === 'opt-out',
    isRefusal: REFUSING_OUTCOMES.includes(String(reading?.outcome)),
  };
}
