import type { Occasions } from '../fault-switches';

/** What can be made to go wrong at the simulated Airtable. All off at first; not journaled. */
export class AirtableFaults {
  /** 429 RATE_LIMIT_REACHED. */
  rateLimited: Occasions = 0;
  /** 503, JSON and marked as safe to retry. */
  unavailable: Occasions = 0;
  /** 503 with an HTML page, from an edge proxy. */
  htmlError: Occasions = 0;
  /** The connection is cut without an answer and nothing is done. */
  dropped: Occasions = 0;
  /** The request is served, but of its answer only the headers and half the body come. */
  stalled: Occasions = 0;
  /** The request is served, but its answer comes a byte at a time and never ends. */
  dripped: Occasions = 0;
  /** 401. */
  unauthorized: Occasions = 0;
  /** 429 PUBLIC_API_BILLING_LIMIT_EXCEEDED; the metadata API goes on answering. */
  quotaExceeded: Occasions = 0;
  /** Writes only: the write is applied, then the connection is cut without an answer. */
  lostResponses: Occasions = 0;
  /** Listings with an offset only: 422 LIST_RECORDS_ITERATOR_NOT_AVAILABLE. */
  iteratorExpired: Occasions = 0;
}
