import { AsyncLocalStorage } from 'node:async_hooks';

/** A place in a trace, in the form of W3C's `traceparent`: 32 and 16 hexadecimal digits. */
export interface TracePlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** What the work in hand belongs to. Each log line says it, and so does each request to another service. */
export interface Work {
  /** Of the request or webhook that set it off, however much later it is done; else of the schedule's turn. */
  readonly requestId?: string | undefined;
  /** The step of a call that is under way, where traces are recorded. */
  readonly step?: TracePlace | undefined;
}

const NONE: Work = {};
const inHand = new AsyncLocalStorage<Work>();

export function currentWork(): Work {
  return inHand.getStore() ?? NONE;
}

/** Runs `task`, and whatever it sets off, as part of `work` and of nothing else. */
export function inWork<T>(work: Work, task: () => T): T {
  return inHand.run(work, task);
}

/** What a request to another service bears, so that both sides' logs can be laid beside each other. Ids only. */
export function outgoingIds(): Readonly<Record<string, string>> {
  const { requestId, step } = currentWork();
  return {
    ...(requestId !== undefined && { 'x-request-id': requestId }),
    ...(step && { traceparent: `00-${step.traceId}-${step.spanId}-01` }),
  };
}
