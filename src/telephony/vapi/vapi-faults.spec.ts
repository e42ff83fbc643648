import { refusalFault } from './vapi-faults';

describe('refusalFault', () => {
  it('carries the reason without numbers, at a bounded length', () => {
    const said = `customer.number +14155550123 is bad ${'x'.repeat(1000)}`;
    const error = refusalFault(
      'POST /call',
      400,
      JSON.stringify({ message: [said, 7], error: 'Bad Request' }),
      undefined,
    );
    expect(error).toMatchObject({ code: 'VAPI_BAD_REQUEST', detail: { effect: 'refused', status: 400 } });
    expect(error.message).toMatch(/^POST \/call was answered 400: customer\.number \[number\] is bad x+$/);
    expect(error.message.length).toBeLessThan(350);
  });

  it.each([
    ['Rate limit exceeded', 429, false],
    ['Over Concurrency Limit of your subscription', 429, false],
    ['You have run out of credits', 402, true],
    ['You exceeded your current quota', 402, true],
    ['Daily outbound call limit reached', 402, true],
  ])('tells a 429 that says %p as %i', (message, status, needsOperator) => {
    const error = refusalFault('POST /call', 429, JSON.stringify({ message, statusCode: 429 }), 7_000);
    expect([error.detail.status, error.needsOperator, error.retryable]).toEqual([
      status,
      needsOperator,
      !needsOperator,
    ]);
    expect(error.message).toContain('429');
    expect(error.detail.retryAfterMs).toBe(7_000);
  });

  it.each([
    [400, 'refused'],
    [302, 'refused'],
    [429, 'refused'],
    [408, 'unknown'],
    [500, 'unknown'],
    [529, 'unknown'],
  ])('says for %i that the effect is %s', (status, effect) => {
    expect(refusalFault('POST /call', status, '<html>', undefined).detail.effect).toBe(effect);
  });
});
