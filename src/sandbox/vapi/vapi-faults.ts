import type { Occasions } from '../fault-switches';

/** What VAPI does with a call beyond the concurrency limit; it has been seen to do each of these. */
export type OverLimit = 'blocked' | 'rejected' | 'rate-limited';

/** What can be made to go wrong at the simulated VAPI. All off at first; not journaled. */
export class VapiFaults {
  /** `POST /call`: the call is made, the answer is a 500. */
  createThenFail: Occasions = 0;
  /** `POST /call`: the call is made, the answer never comes. */
  createThenHang: Occasions = 0;
  /** `POST /call`: the call is made, then the connection is cut. */
  createThenDrop: Occasions = 0;
  /** `POST /call`: the call is made, the answer comes a byte at a time and never ends. */
  createThenDrip: Occasions = 0;
  /** `POST /call`: 500 and no call. */
  failWithoutCreating: Occasions = 0;
  /** `POST /call`: the connection is cut and there is no call. */
  dropWithoutCreating: Occasions = 0;
  /** `POST /call`: 429 and no call. */
  rateLimited: Occasions = 0;
  /** `POST /call`: 402 and no call. */
  paymentRequired: Occasions = 0;
  /** Every request: 401. */
  unauthorized: Occasions = 0;
  /** Every request: 503 with an HTML page. */
  unavailable: Occasions = 0;
  /** `GET /call` and `GET /call/{id}`: 500. */
  readsFail: Occasions = 0;
  /** `POST /call`: answered only when the first two webhooks of the call have been sent. */
  webhookBeforeResponse: Occasions = 0;
  /** The bypass is refused, as a property that VAPI's schema does not have. */
  bypassUnknown = false;
  /** The bypass is overlooked: VAPI dials by itself, and gives no TwiML. */
  bypassIgnored = false;
  /** Business seconds for which a new call is missing from `GET /call`. */
  listedAfterSeconds = 0;
  overLimit: OverLimit = 'blocked';
  /** Types of server messages that are never sent; '*' for all. */
  droppedWebhooks: string[] = [];
  /** Types that are sent twice; '*' for all. */
  duplicatedWebhooks: string[] = [];
  /** By type ('*' for all): business seconds by which they come late. */
  delayedWebhooks: Record<string, number> = {};
  /** Status updates come only after the end-of-call-report. */
  reorderedWebhooks = false;
}
