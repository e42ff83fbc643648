import type { Occasions } from '../fault-switches';

/** What can be made to go wrong at the simulated Twilio. All off at first; not journaled. */
export class TwilioFaults {
  /** `POST Calls.json`: the call is made, the answer is a 500. */
  createThenFail: Occasions = 0;
  /** `POST Calls.json`: the call is made, the answer never comes. */
  createThenHang: Occasions = 0;
  /** `POST Calls.json`: the call is made, then the connection is cut. */
  createThenDrop: Occasions = 0;
  /** `POST Calls.json`: 500 and no call. */
  failWithoutCreating: Occasions = 0;
  /** `POST Calls.json`: the connection is cut and there is no call. */
  dropWithoutCreating: Occasions = 0;
  /** `POST Calls.json`: 429, code 20429, and no call. */
  rateLimited: Occasions = 0;
  /** Every request: 401, code 20003. */
  unauthorized: Occasions = 0;
  /** Every request: 503 with an HTML page. */
  unavailable: Occasions = 0;
  /** Every GET: 500. */
  readsFail: Occasions = 0;
  /** Numbers (E.164) that Twilio calls invalid: 400, code 21211. */
  refusedNumbers: string[] = [];
  /** Accepted calls stay in the queue and never start. */
  heldInQueue = false;
  /** A call asked for within a second of another waits (`queued`, as at Twilio) or is refused with 20429. */
  overRate: 'queued' | 'refused' = 'queued';
  /** `POST Calls.json`: answered only when the first callback of the call has been sent. */
  callbackBeforeResponse: Occasions = 0;
  /** Statuses whose callbacks are never sent; '*' for all. */
  droppedCallbacks: string[] = [];
  /** Statuses whose callbacks are sent twice; '*' for all. */
  duplicatedCallbacks: string[] = [];
  /** All callbacks of a call come only after its last one. */
  reorderedCallbacks = false;
}
