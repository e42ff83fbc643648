import { json, type Answer } from '../http/answer';

const NAMES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Thrown wherever the simulated VAPI says no. The body is NestJS's: `message` is one text or a list of them. */
export class VapiRefusal extends Error {
  constructor(
    readonly status: number,
    readonly reason: string | string[],
  ) {
    super(`Refused with ${status}`);
  }

  answer(): Answer {
    return json(this.status, { message: this.reason, error: NAMES[this.status], statusCode: this.status });
  }
}
