import { Ruling } from '../compliance/decide';
import { CallSubject } from '../compliance/decision';
import { CallFacts, CallPolicy } from '../compliance/rule-context';
import { CampaignSettings } from '../config/settings';
import { CallerNumber } from '../telephony/telephony-provider';
import { Intervention } from './intervention';
import { LeadColumns } from './lead-columns';
import { OutcomeModel } from './outcome-model';

/** What a campaign is simulated from. Everything is plain data but the outcome model and the operator's rules. */
export interface SimulationOptions {
  /** As the service would be set. `lines` and `callsPerSecond` are those that are tried. */
  readonly campaign: Omit<CampaignSettings, 'purpose' | 'callingHours' | 'maxAttemptsPerDay'>;
  readonly policy: CallPolicy;
  /** Read only: any number of runs may share them. */
  readonly leads: LeadColumns;
  readonly startAt: Date;
  /** The run ends after so many days (of 24 hours), if not every lead has come to its end before. */
  readonly days: number;
  /** The same options and the same seed give the same run. */
  readonly seed: number;
  readonly outcomes: OutcomeModel;
  /** Our numbers to call from; absent: nothing to choose from, and no cap for a number. */
  readonly callerNumbers?: readonly CallerNumber[];
  /** What today's calls have cost before the start (US dollars). */
  readonly spentTodayUsd?: number;
  /** In whose local days and hours the calendar is kept (IANA); UTC unless given. */
  readonly zone?: string;
  /** Business seconds in a real second: 1, but for a sandbox. Ticks and requests take real time. */
  readonly speed?: number;
  /** From the reservation of a lead to the request to the provider (real ms): what the lead source takes to answer. */
  readonly markMs?: number;
  /**
   * Judges every lead by itself and anew before its dial, as the service does. Without it, leads of the same place and
   * consent share one refusal for the night, and a ruling is good for the minute it was made in: several times faster,
   * with the same result.
   */
  readonly isThorough?: boolean;
}

/** A dial at the instant at which the provider is asked. */
export interface DialRecord {
  readonly at: Date;
  readonly campaign: string;
  readonly leadId: string;
  /** E.164. */
  readonly phone: string;
  /** Which attempt of the lead it is, from 1 on. */
  readonly attempt: number;
  /** The facts on the person as they stood at that instant. */
  readonly subject: CallSubject;
  /** What the records held of the number, before this dial. */
  readonly facts: CallFacts;
  /** The ruling that allowed it, and when it was made. */
  readonly ruling: Ruling;
  readonly ruledAt: Date;
  readonly callerId: string | undefined;
}

/** A refusal that was made for this lead, or shared with it (see {@link SimulationOptions.isThorough}). */
export interface RefusalRecord {
  readonly at: Date;
  readonly leadId: string;
  readonly rule: string;
  readonly nextLegalAt: Date | undefined;
}

export interface SimulationHooks {
  /** Told of every dial, in order of time. */
  readonly onDial?: (dial: DialRecord) => void;
  readonly onRefusal?: (refusal: RefusalRecord) => void;
  /** What happens during the run from outside; in any order. */
  readonly interventions?: readonly Intervention[];
  /** Told now and then how much of the time has gone by, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}
