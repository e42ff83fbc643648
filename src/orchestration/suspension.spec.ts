import { adviceFor, fateOf, FIRST_WAIT_MS, LONGEST_WAIT_MS, waitAfter } from './suspension';

describe('a probe', () => {
  it.each([
    ['under-way', { isOpen: true, providerFault: null }],
    ['under-way', { isOpen: true, providerFault: true }],
    ['failed', { isOpen: false, providerFault: true }],
    ['passed', { isOpen: false, providerFault: false }],
    ['lost', { isOpen: false, providerFault: null }],
    ['lost', undefined],
  ])('is %s as %j', (fate, attempt) => {
    expect(fateOf(attempt)).toBe(fate);
  });

  it('waits twice as long after each failure, half an hour at most', () => {
    let waitMs = FIRST_WAIT_MS;
    const waits = Array.from({ length: 7 }, () => (waitMs = waitAfter('failed', waitMs)) / 60_000);
    expect(waits).toEqual([2, 4, 8, 16, 30, 30, 30]);
    expect(waitAfter('lost', LONGEST_WAIT_MS)).toBe(LONGEST_WAIT_MS);
    expect(waitAfter('lost', FIRST_WAIT_MS)).toBe(FIRST_WAIT_MS);
  });
});

describe('the advice for a failure', () => {
  it.each([
    ['call.start.error-subscription-insufficient-credits', /credit and plan/],
    ['call.start.error-subscription-frozen', /credit and plan/],
    ['pipeline-error-openai-429-exceeded-quota', /credit and plan/],
    ['pipeline-error-cartesia-requested-payment', /credit and plan/],
    ['POST /call was answered 402: Payment required', /credit and plan/],
    ['pipeline-error-openai-401-incorrect-api-key', /keys/],
    ['pipeline-error-deepgram-returning-403-model-access-denied', /keys/],
    ['POST /call was answered 401: Invalid Key.', /keys/],
  ])('after %s says what to look at', (failure, advice) => {
    expect(adviceFor(failure)).toMatch(advice);
  });

  it.each(['pipeline-error-openai-llm-failed', 'POST /call was answered 503', 'worker-died'])(
    'after %s is to wait',
    (failure) => {
      expect(adviceFor(failure)).toBeUndefined();
    },
  );
});
