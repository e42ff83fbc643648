import {
  assertNever,
  ExternalApiError,
  ExternalEffect,
  isRetryableStatus,
  LauraError,
  toError,
} from './errors';

const failed = (effect: ExternalEffect, status?: number) =>
  new ExternalApiError('airtable', 'It failed', { effect, ...(status !== undefined && { status }) });

describe('LauraError', () => {
  it('bears its code, its own name and its cause', () => {
    const cause = new Error('inner');
    const error = new LauraError('SOME_CODE', 'It failed', { cause });
    expect(error).toMatchObject({ code: 'SOME_CODE', name: 'LauraError', message: 'It failed', cause });
    expect(failed('refused').name).toBe('ExternalApiError');
  });
});

describe('ExternalApiError', () => {
  it('makes its code of the service and its word for the fault, else the status, else the effect', () => {
    const typed = new ExternalApiError('airtable', 'x', {
      effect: 'refused',
      status: 422,
      type: 'unknown_field_name',
    });
    expect(typed.code).toBe('AIRTABLE_UNKNOWN_FIELD_NAME');
    expect(failed('refused', 404).code).toBe('AIRTABLE_404');
    expect(failed('unreachable').code).toBe('AIRTABLE_UNREACHABLE');
  });

  it.each([
    ['unreachable', undefined, true],
    ['unknown', undefined, true],
    ['refused', undefined, false],
    ['refused', 429, true],
    ['refused', 422, false],
    ['unknown', 503, true],
  ] as const)('%s with status %s may succeed later: %s', (effect, status, retryable) => {
    expect(failed(effect, status).retryable).toBe(retryable);
  });

  it.each([401, 402, 403])('%d needs the operator', (status) => {
    expect(failed('refused', status).needsOperator).toBe(true);
  });

  it.each([undefined, 404, 422, 429, 500])('%s does not need the operator', (status) => {
    expect(failed('refused', status).needsOperator).toBe(false);
  });
});

describe('isRetryableStatus', () => {
  it.each([408, 425, 429, 500, 502, 503, 504, 599])('%d passes', (status) => {
    expect(isRetryableStatus(status)).toBe(true);
  });

  it.each([200, 301, 400, 401, 403, 404, 409, 410, 413, 422, 499])('%d stays', (status) => {
    expect(isRetryableStatus(status)).toBe(false);
  });
});

describe('toError', () => {
  it('leaves an error as it is', () => {
    const error = new TypeError('x');
    expect(toError(error)).toBe(error);
  });

  it('keeps the words of whatever else was thrown', () => {
    expect(toError('plain words').message).toBe('plain words');
    expect(toError({ error: 'NOT_FOUND', statusCode: 404 }).message).toBe(
      '{"error":"NOT_FOUND","statusCode":404}',
    );
  });

  it.each([[undefined], [null], [42n], [Symbol('x')]])('makes an error with words of %p', (thrown) => {
    expect(toError(thrown)).toBeInstanceOf(Error);
    expect(toError(thrown).message).not.toBe('');
  });

  it('survives an object that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(toError(loop)).toBeInstanceOf(Error);
  });
});

describe('assertNever', () => {
  it('throws when a case was forgotten', () => {
    expect(() => assertNever('forgotten' as never)).toThrow('Unhandled case "forgotten"');
    const said = { kind: 'callback', words: 'call me at home' } as never;
    expect(() => assertNever(said)).toThrow(/^Unhandled case "callback"$/);
  });
});
