/** Business time, as the process that starts the sandbox sees it. */
export interface SandboxClock {
  /** The present instant of business time. */
  now(): Date;
  /**
   * Business seconds per real second (1, 30, …). At 0 real time counts for nothing: only the clock's own
   * movement brings events about, which is what a test with a hand-moved clock wants.
   */
  readonly speed: number;
}

/** What `startSandbox` needs to know. All servers always listen on 127.0.0.1 only. */
export interface SandboxOptions {
  clock: SandboxClock;
  /** Sample leads put into the base while its leads table is empty; 0 for none. */
  leads: number;
  /** Folder of the journal. Given: state outlives the process, even one that is killed. */
  journalDirectory?: string;
  /** 0 or absent: any free port. */
  airtablePort?: number;
  /** 0 or absent: any free port. */
  vapiPort?: number;
  /** 0 or absent: any free port. */
  twilioPort?: number;
  /** Decides ids, sample leads and how people behave; the same seed gives the same world. Default 1. */
  seed?: number;
  /** Divides every duration of a call once more; 1 by default, 60 makes a minute's call last a second. */
  pace?: number;
  /** Business seconds that every call lasts, from the order to its end; absent: as long as it takes to say all. */
  callSeconds?: number;
  /** Calls VAPI carries at once; default 10. */
  concurrencyLimit?: number;
  /** Refuse the sixth Airtable request within one real second; default true. */
  enforceRateLimit?: boolean;
  /** Real milliseconds for which Airtable refuses everything after that; default 30,000. */
  penaltyMs?: number;
  /** A real-time stopwatch in milliseconds for rate limits and timers; the process's monotonic clock by default. */
  stopwatchMs?: () => number;
}

/** One request as a simulator saw it; `status` is absent when no answer was ever given. */
export interface RecordedRequest {
  method: string;
  /** Path with its query, still encoded. */
  path: string;
  /** Business time of arrival, ISO 8601. */
  at: string;
  status?: number;
  /** The `x-request-id` that came with it. */
  requestId?: string;
}
