import { TwilioNumber } from '../../config/settings';
import { CallOrder } from '../telephony-provider';

/**
 * How long a phone rings (s). Longer than the 15 seconds or four rings before which United States law counts a call as
 * given up too early (47 CFR 64.1200(a)(6)), shorter than it takes to disturb.
 */
const RING_SECONDS = 40;

/** Beyond the assistant's own limit (s): a backstop, should VAPI not hang up. */
const BACKSTOP_SECONDS = 60;

/** What every call of this deployment has in common. */
export interface DialSetup {
  readonly twilio: TwilioNumber;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly maxCallDurationSeconds: number;
}

/**
 * The form of `POST Calls.json`. The callback's address names attempt and call, so that it is understood even when the
 * answer to the request is lost. Answering machines are VAPI's to detect.
 * @param providerCallId VAPI's, whose TwiML this is
 */
export function callForm(
  order: CallOrder,
  providerCallId: string,
  twiml: string,
  { twilio, publicUrl, maxCallDurationSeconds }: DialSetup,
): URLSearchParams {
  const about = new URLSearchParams({ attempt: order.attemptId, call: providerCallId });
  const form = new URLSearchParams({
    To: order.phone,
    From: twilio.fromNumber,
    Twiml: twiml,
    Timeout: String(RING_SECONDS),
    TimeLimit: String(maxCallDurationSeconds + BACKSTOP_SECONDS),
    StatusCallback: `${publicUrl}/twilio-status?${about.toString()}`,
    StatusCallbackMethod: 'POST',
  });
  for (const event of ['initiated', 'ringing', 'answered', 'completed'])
    form.append('StatusCallbackEvent', event);
  return form;
}
