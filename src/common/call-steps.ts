import { currentWork, inWork, TracePlace } from './work';

/**
 * A call's *trace* is its way from the reservation to the write-back, over all replicas. Each *step* of it is a span. The
 * trace's id is the attempt's, so whoever knows the attempt can add a step, and nothing has to be kept or handed on.
 */
export interface StepDetails {
  /** `client`: another service is asked; `server`: we are told something. Default: `internal`. */
  readonly kind?: 'internal' | 'client' | 'server';
  /** What may be known to whoever reads traces: never a number, a name, or what was said. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Milliseconds of `performance.now()`. Default: now. */
  readonly startedAt?: number;
}

/** A step that is under way. */
export interface OpenStep {
  readonly place: TracePlace;
  /** @param failure of which the kind is told, and no word more */
  end(failure?: unknown): void;
}

/** Where steps are recorded. */
export abstract class StepRecorder {
  /** @param under the step that this one is part of; none for the first of a call, which takes the place given */
  abstract begin(
    name: string,
    details: StepDetails,
    under: TracePlace | undefined,
    first?: TracePlace,
  ): OpenStep;
}

let recorder: StepRecorder | undefined;

/** From now on all steps of this process go there; without one, nothing is recorded. */
export function recordSteps(by: StepRecorder | undefined): void {
  recorder = by;
}

export function recordsSteps(): boolean {
  return recorder !== undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The place of a call's first step; `undefined` for what is no attempt's id. Pure. */
export function traceOf(attemptId: string): TracePlace | undefined {
  if (!UUID.test(attemptId)) return undefined;
  const traceId = attemptId.replaceAll('-', '').toLowerCase();
  // The second half of a UUID is never zero, which would be no id.
  return { traceId, spanId: traceId.slice(16) };
}

/** Records the first step of each call: the reservation, which has just succeeded. */
export function beginTraces(name: string, attemptIds: readonly string[], details: StepDetails): void {
  if (!recorder) return;
  for (const first of attemptIds.flatMap((id) => traceOf(id) ?? []))
    recorder.begin(name, details, undefined, first).end();
}

/**
 * Does `task` as a step of each of these calls. What it asks of others is told as a part of the first one's. Throws what
 * `task` throws.
 * @param attemptIds those that are unknown are left out; with none left `task` is merely done
 */
export async function inStep<T>(
  name: string,
  attemptIds: readonly (string | null | undefined)[],
  task: () => Promise<T>,
  details: StepDetails = {},
): Promise<T> {
  if (!recorder) return await task();
  const { step } = currentWork();
  const traces = attemptIds.flatMap((id) => (id ? (traceOf(id) ?? []) : []));
  // Part of the step under way, if that is the same call's.
  return await within(
    name,
    traces.map((first) => (step?.traceId === first.traceId ? step : first)),
    task,
    details,
  );
}

/** Does `task` as a part of the step that is under way; outside of any it is merely done. */
export async function inSubstep<T>(
  name: string,
  task: () => Promise<T>,
  details: StepDetails = {},
): Promise<T> {
  const { step } = currentWork();
  if (!recorder || !step) return await task();
  return await within(name, [step], task, details);
}

async function within<T>(
  name: string,
  under: readonly TracePlace[],
  task: () => Promise<T>,
  details: StepDetails,
): Promise<T> {
  const steps = under.flatMap((place) => recorder?.begin(name, details, place) ?? []);
  const [first] = steps;
  if (!first) return await task();
  try {
    const result = await inWork({ ...currentWork(), step: first.place }, task);
    for (const step of steps) step.end();
    return result;
  } catch (failure) {
    for (const step of steps) step.end(failure);
    throw failure;
  }
}
