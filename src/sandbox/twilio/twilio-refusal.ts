import { json, type Answer } from '../http/answer';

/** Thrown wherever the simulated Twilio says no. */
export class TwilioRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    readonly reason: string,
  ) {
    super(`Refused with ${status}`);
  }

  answer(): Answer {
    const more_info = `https://www.twilio.com/docs/errors/${this.code}`;
    return json(this.status, { code: this.code, message: this.reason, more_info, status: this.status });
  }
}
