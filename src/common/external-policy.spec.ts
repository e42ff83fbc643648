import { ExternalApiError } from './errors';
import { ExternalApis } from './external-apis';
import { DEFAULT_POLICY, ExternalPolicy, ExternalPolicyOptions } from './external-policy';
import { CIRCUIT, reportCircuit } from './external-policy-report';
import { FakeClock } from './fake-clock';
import { Metrics } from './metrics';

const refused = (status: number, retryAfterMs?: number) =>
  new ExternalApiError('vapi', 'No', {
    effect: status >= 500 ? 'unknown' : 'refused',
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** A service that answers as scripted, the last answer for ever. */
function service(...answers: (Error | string)[]) {
  let asked = 0;
  const send = () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { send, asked: () => asked };
}

function aPolicy(options: Partial<ExternalPolicyOptions> = {}) {
  const metrics = new Metrics();
  const quick = { timeoutMs: 1_000, maxRetries: 3, firstDelayMs: 1, halfOpenAfterMs: 60_000 };
  const policy = new ExternalPolicy('vapi', metrics, {
    ...DEFAULT_POLICY,
    ...quick,
    maxDelayMs: 60_000,
    ...options,
  });
  return { policy, metrics, text: async () => await metrics.registry.metrics() };
}

const failureOf = async (work: Promise<unknown>): Promise<ExternalApiError> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ExternalApiError);
  return thrown as ExternalApiError;
};

/** Never answers, but heeds the signal that it is given. */
const silence = (signal: AbortSignal) =>
  new Promise<string>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });

describe('a repeatable request', () => {
  it('is repeated after an outage until it succeeds', async () => {
    const { policy } = aPolicy();
    const { send, asked } = service(refused(503), refused(429), 'done');
    expect(await policy.repeatable('List calls', send)).toBe('done');
    expect(asked()).toBe(3);
  });

  it('is given up after so many retries', async () => {
    const { policy } = aPolicy({ maxRetries: 2 });
    const { send, asked } = service(refused(500));
    expect((await failureOf(policy.repeatable('List calls', send))).detail.status).toBe(500);
    expect(asked()).toBe(3);
  });

  it('is not repeated after a refusal', async () => {
    const { policy } = aPolicy();
    const { send, asked } = service(refused(422));
    expect((await failureOf(policy.repeatable('List calls', send))).detail.status).toBe(422);
    expect(asked()).toBe(1);
  });

  it('waits as long as the service asks for', async () => {
    const { policy } = aPolicy();
    const { send } = service(refused(429, 60), 'done');
    const begunAt = performance.now();
    await policy.repeatable('List calls', send);
    expect(performance.now() - begunAt).toBeGreaterThanOrEqual(55);
  });
});

describe('the time of an operation', () => {
  it('is over for all tries together: a retry that could not begin in time is not waited for', async () => {
    const { policy } = aPolicy({ totalMs: 5_000 });
    const { send, asked } = service(refused(429, 5_001), 'done');
    const begunAt = performance.now();
    expect((await failureOf(policy.repeatable('List calls', send))).detail.status).toBe(429);
    expect(asked()).toBe(1);
    expect(performance.now() - begunAt).toBeLessThan(1_000);
  });

  it('bounds the last try, which gets what the ones before have left', async () => {
    const { policy } = aPolicy({ totalMs: 900, timeoutMs: 500, maxRetries: 9 });
    const begunAt = performance.now();
    const error = await failureOf(policy.repeatable('List calls', silence));
    const tookMs = performance.now() - begunAt;
    expect([error.detail.type, tookMs < 2_500]).toEqual(['timeout', true]);
    expect(error.message).not.toContain('500 ms');
  });

  it('bounds a request that is sent once, too', async () => {
    const { policy } = aPolicy({ totalMs: 500, timeoutMs: 60_000 });
    expect((await failureOf(policy.once('Place call', silence))).message).toMatch(/within \d{1,3} ms/);
  });

  it('sends nothing for a request whose time went by while another probed the circuit', async () => {
    const { policy } = aPolicy({
      breakAfter: 1,
      maxRetries: 0,
      halfOpenAfterMs: 0,
      totalMs: 200,
    });
    await failureOf(policy.once('Break', service(refused(503)).send));
    // The process is held up for a while when the probe ends, so that the other's time is over for certain.
    const heldUp = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        for (const until = performance.now() + 50; performance.now() < until;);
      });
      return silence(signal);
    };
    const probe = policy.once('Probe', heldUp);
    const { send, asked } = service('done');
    const waiting = policy.once('Place call', send);
    await failureOf(probe);
    expect((await failureOf(waiting)).detail).toMatchObject({ effect: 'unreachable' });
    expect(asked()).toBe(0);
  });
});

describe('a request that is sent once', () => {
  it('is not sent while the service has asked for silence', async () => {
    const { policy } = aPolicy({ maxRetries: 0 });
    const { send, asked } = service(refused(429, 40), 'done');
    await failureOf(policy.repeatable('List calls', send));
    expect((await failureOf(policy.once('Place call', send))).detail).toMatchObject({
      effect: 'unreachable',
      type: 'asked_to_wait',
    });
    expect(asked()).toBe(1);
    const deadline = performance.now() + 5_000;
    let answer: string | undefined;
    while (answer === undefined && performance.now() < deadline) {
      answer = await policy.once('Place call', send).catch(() => undefined);
      await new Promise(setImmediate);
    }
    expect([answer, asked()]).toEqual(['done', 2]);
  });

  it.each([refused(503), refused(429), new Error('socket hang up')])(
    'is never repeated: %s',
    async (failure) => {
      const { policy } = aPolicy();
      const { send, asked } = service(failure, 'done');
      await failureOf(policy.once('Place call', send));
      expect(asked()).toBe(1);
    },
  );

  it('is in doubt when no answer comes in time, and its signal is aborted', async () => {
    const { policy } = aPolicy({ timeoutMs: 10 });
    let signal: AbortSignal | undefined;
    const error = await failureOf(
      policy.once('Place call', async (given) => await silence((signal = given))),
    );
    expect(error.detail).toMatchObject({ effect: 'unknown', type: 'timeout' });
    expect(error.message).toBe('Place call had no answer within 10 ms');
    expect(signal?.aborted).toBe(true);
  });

  it('does not wait for a client that ignores the signal', async () => {
    const { policy } = aPolicy({ timeoutMs: 10 });
    const error = await failureOf(policy.once('Place call', () => new Promise<never>(() => undefined)));
    expect(error.detail.effect).toBe('unknown');
  });

  it('is in doubt after an error that nobody has translated', async () => {
    const { policy } = aPolicy();
    const cause = new Error('socket hang up');
    const error = await failureOf(policy.once('Place call', service(cause).send));
    expect(error).toMatchObject({
      api: 'vapi',
      retryable: true,
      cause,
      detail: { effect: 'unknown', type: 'failed' },
    });
  });
});

describe('the circuit', () => {
  it('opens after so many failures in a row, over both kinds of request', async () => {
    const { policy } = aPolicy({ breakAfter: 3, maxRetries: 0 });
    const { send, asked } = service(refused(503));
    await failureOf(policy.once('Place call', send));
    await failureOf(policy.repeatable('List calls', send));
    expect(policy.isOpen).toBe(false);
    await failureOf(policy.once('Place call', send));
    expect(policy.isOpen).toBe(true);
    const error = await failureOf(policy.once('Place call', send));
    expect(error.detail).toMatchObject({ effect: 'unreachable', type: 'circuit_open' });
    expect(asked()).toBe(3);
  });

  it('is not asked again and again while it is open', async () => {
    const { policy } = aPolicy({ breakAfter: 1, maxRetries: 3 });
    const { send, asked } = service(refused(503));
    await failureOf(policy.repeatable('List calls', send));
    expect(asked()).toBe(1);
    await failureOf(policy.repeatable('List calls', send));
    expect(asked()).toBe(1);
  });

  it('stays closed under refusals: they show that the service is well', async () => {
    const { policy } = aPolicy({ breakAfter: 2, maxRetries: 0 });
    const { send, asked } = service(refused(422));
    for (let tries = 0; tries < 5; tries += 1) await failureOf(policy.once('Place call', send));
    expect(policy.isOpen).toBe(false);
    expect(asked()).toBe(5);
  });

  it('counts failures in a row only', async () => {
    const { policy } = aPolicy({ breakAfter: 2, maxRetries: 0 });
    const { send } = service(refused(503), 'done', refused(503), 'done');
    await failureOf(policy.once('a', send));
    await policy.once('b', send);
    await failureOf(policy.once('c', send));
    expect(policy.isOpen).toBe(false);
  });

  it('lets a probe through after a while, and closes when that succeeds', async () => {
    const { policy, text } = aPolicy({ breakAfter: 1, maxRetries: 0, halfOpenAfterMs: 5 });
    const { send } = service(refused(503), 'done');
    await failureOf(policy.once('Place call', send));
    expect(policy.isOpen).toBe(true);
    expect(await text()).toContain('laura_circuit_state{api="vapi"} 2');
    const deadline = performance.now() + 5_000;
    let answer: string | undefined;
    while (answer === undefined && performance.now() < deadline) {
      answer = await policy.once('Place call', send).catch(() => undefined);
      await new Promise(setImmediate);
    }
    expect(answer).toBe('done');
    expect(policy.isOpen).toBe(false);
    expect(await text()).toContain('laura_circuit_state{api="vapi"} 0');
  });
});

describe('a circuit that is reported', () => {
  it('stands as a fault from each opening until a probe has closed it', async () => {
    const { policy } = aPolicy({ breakAfter: 1, maxRetries: 0, halfOpenAfterMs: 0 });
    const apis = new ExternalApis();
    reportCircuit(policy, 'vapi', apis, new FakeClock('2026-01-01T00:00:00Z'));
    const { send } = service(refused(503), refused(503), 'done');
    await failureOf(policy.once('Place call', send));
    const first = apis.fault('vapi', CIRCUIT);
    expect(first).toMatchObject({ needsOperator: false, since: new Date('2026-01-01T00:00:00Z') });
    await failureOf(policy.once('Place call', send));
    const second = apis.fault('vapi', CIRCUIT);
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    await policy.once('Place call', send);
    expect(apis.faults('vapi')).toEqual([]);
  });
});

describe('the metrics', () => {
  it('count every try by its result, and time it', async () => {
    const { policy, text } = aPolicy();
    await policy.repeatable('List calls', service(refused(503), new Error('reset'), 'done').send);
    const scraped = await text();
    expect(scraped).toContain('laura_external_requests_total{api="vapi",result="503"} 1');
    expect(scraped).toContain('laura_external_requests_total{api="vapi",result="unknown"} 1');
    expect(scraped).toContain('laura_external_requests_total{api="vapi",result="ok"} 1');
    expect(scraped).toContain('laura_external_request_seconds_count{api="vapi"} 3');
  });

  it('show a closed circuit from the beginning', async () => {
    expect(await aPolicy().text()).toContain('laura_circuit_state{api="vapi"} 0');
  });
});
