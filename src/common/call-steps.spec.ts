import {
  beginTraces,
  inStep,
  inSubstep,
  OpenStep,
  recordSteps,
  StepDetails,
  StepRecorder,
  traceOf,
} from './call-steps';
import { currentWork, inWork, outgoingIds, TracePlace } from './work';

const ATTEMPT = '0199f0c2-aaaa-7bbb-8ccc-ddddeeee0001';
const OTHER = '0199f0c2-aaaa-7bbb-8ccc-ddddeeee0002';
const ROOT = { traceId: '0199f0c2aaaa7bbb8cccddddeeee0001', spanId: '8cccddddeeee0001' };

interface Recorded {
  readonly name: string;
  readonly under: string | undefined;
  readonly place: TracePlace;
  readonly details: StepDetails;
  end?: 'well' | 'badly';
}

/** Keeps what it is told; the ids of steps are their numbers. */
class FakeRecorder extends StepRecorder {
  readonly steps: Recorded[] = [];

  begin(name: string, details: StepDetails, under: TracePlace | undefined, first?: TracePlace): OpenStep {
    const place = first ?? {
      traceId: under?.traceId ?? '',
      spanId: String(this.steps.length).padStart(16, '0'),
    };
    const step: Recorded = { name, under: under?.spanId, place, details };
    this.steps.push(step);
    return { place, end: (failure) => (step.end = failure === undefined ? 'well' : 'badly') };
  }
}

let recorder: FakeRecorder;

beforeEach(() => recordSteps((recorder = new FakeRecorder())));
afterEach(() => recordSteps(undefined));

describe('the trace of a call', () => {
  it('has the id of its attempt, on every replica', () => {
    expect(traceOf(ATTEMPT)).toEqual(ROOT);
    expect(traceOf('no uuid')).toBeUndefined();
  });

  it('begins with the reservation, and steps anywhere hang on that', async () => {
    beginTraces('reserve', [ATTEMPT], { startedAt: 5 });
    await inStep('settle', [ATTEMPT], async () => undefined);
    expect(recorder.steps).toMatchObject([
      { name: 'reserve', under: undefined, place: ROOT, details: { startedAt: 5 }, end: 'well' },
      { name: 'settle', under: ROOT.spanId, place: { traceId: ROOT.traceId }, end: 'well' },
    ]);
  });

  it('has what a step asks of others below that step', async () => {
    await inStep('dial', [ATTEMPT], () => inSubstep('POST /call', async () => undefined, { kind: 'client' }));
    const [dial, post] = recorder.steps;
    expect(post?.under).toBe(dial?.place.spanId);
    expect(post?.details.kind).toBe('client');
  });

  it('keeps apart from the one in which another call is dealt with', async () => {
    await inStep('settle', [ATTEMPT], () => inStep('dial', [OTHER], async () => undefined));
    expect(recorder.steps.map(({ under }) => under)).toEqual([ROOT.spanId, traceOf(OTHER)?.spanId]);
  });

  it('has a step in each of the calls that are dealt with together', async () => {
    await inStep('mark', [ATTEMPT, null, undefined, OTHER], async () => undefined);
    expect(recorder.steps.map(({ place }) => place.traceId)).toEqual([ROOT.traceId, traceOf(OTHER)?.traceId]);
    expect(recorder.steps.map(({ end }) => end)).toEqual(['well', 'well']);
  });

  it('says which steps failed, and lets the failure through', async () => {
    const failing = inStep('dial', [ATTEMPT], () => Promise.reject(new Error('No')));
    await expect(failing).rejects.toThrow('No');
    expect(recorder.steps.map(({ end }) => end)).toEqual(['badly']);
  });

  it('takes nothing in of what is no part of a call', async () => {
    expect(await inSubstep('list Leads', async () => 1)).toBe(1);
    expect(await inStep('settle', [undefined], async () => 2)).toBe(2);
    expect(recorder.steps).toEqual([]);
  });

  it('costs nothing while nobody records', async () => {
    recordSteps(undefined);
    beginTraces('reserve', [ATTEMPT], {});
    expect(await inStep('dial', [ATTEMPT], async () => currentWork().step)).toBeUndefined();
  });
});

describe('a request to another service', () => {
  it('bears the ids of the work that it is made for, and none outside of any', async () => {
    expect(outgoingIds()).toEqual({});
    const asked = inWork({ requestId: 'webhook-1' }, () =>
      inStep('dial', [ATTEMPT], async () => outgoingIds()),
    );
    expect(await asked).toEqual({
      'x-request-id': 'webhook-1',
      traceparent: `00-${ROOT.traceId}-${'0'.repeat(16)}-01`,
    });
  });
});
