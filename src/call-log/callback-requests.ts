import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { ComplianceGate } from '../compliance/compliance-gate';
import { ScriptSettings } from '../config/settings';
import { callSubject } from '../leads/call-subject';
import { LeadStore } from '../leads/lead-store';
import { Transaction } from '../persistence/database';
import { CallEvent } from '../telephony/call-event';
import { CallMatcher } from './call-matcher';
import { wantedTime } from './callback-time';
import { Calls } from './calls';
import { localTime, zonesOf } from './person-zones';

/** Nobody means a day so far ahead (ms); a model may. */
const LONGEST_AHEAD_MS = 90 * 86_400_000;

const ASK_AGAIN =
  'The time was not understood. Ask for the day and the time, then call this tool again with the words of the person.';
const ASK_ZONE =
  'The time zone is not known. Ask which time zone or city the person is in, then call this tool again with an ISO 8601 instant that has its UTC offset.';
const TOO_FAR = 'That is more than three months ahead. Ask for an earlier day, then call this tool again.';
const NEVER =
  'A callback cannot be recorded. Say that a colleague will get in touch, thank the person, say goodbye and end the call.';

/** Takes down when people want to be called, while they are still on the line to agree to it. */
@Injectable()
export class CallbackRequests {
  constructor(
    private readonly matcher: CallMatcher,
    private readonly calls: Calls,
    private readonly leads: LeadStore,
    private readonly gate: ComplianceGate,
    private readonly clock: Clock,
    private readonly script: ScriptSettings,
  ) {}

  /**
   * Writes the time down, if the law allows a call then, in the caller's transaction; the same request twice is one.
   * @returns what the agent is to say: the time that was taken down, as the person would say it, or what to ask for
   */
  async take(transaction: Transaction, event: Extract<CallEvent, { kind: 'callback' }>): Promise<string> {
    const { named, call } = await this.matcher.open(transaction, event.call);
    const [lead] = named ? await this.leads.lock(transaction, [named.lead_id]) : [];
    const subject = lead && callSubject(lead);
    if (!call || call.erased_at !== null || !subject || !lead) return NEVER;
    const now = this.clock.now();
    const zones = zonesOf(lead);
    const wanted = wantedTime(event.wish, { zones, now, language: this.script.language });
    if (wanted === undefined) return ASK_AGAIN;
    if (wanted === 'which-zone') return ASK_ZONE;
    if (wanted.getTime() - now.getTime() > LONGEST_AHEAD_MS) return TOO_FAR;
    const legal = this.gate.nextLegalInstant(subject, wanted);
    if (!legal) return NEVER;
    if (legal > wanted) {
      return (
        `The law does not allow a call then. The next time at which it does is ${localTime(legal, zones)}. ` +
        `Offer that; if the person agrees, call this tool again with callbackAt ${legal.toISOString()} and no words.`
      );
    }
    await this.calls.agreeOnCallback(transaction, call.id, wanted);
    return `The callback is recorded for ${localTime(wanted, zones)}. Repeat that to the person, thank them, say goodbye and end the call.`;
  }
}
