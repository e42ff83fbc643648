import { retryAfterMs } from './retry-after';

const NOW = 'Wed, 21 Oct 2026 07:27:30 GMT';

describe('Retry-After', () => {
  it.each([
    ['7', NOW, 7_000],
    ['0', undefined, 0],
    ['Wed, 21 Oct 2026 07:28:00 GMT', NOW, 30_000],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined, undefined],
    ['Wed, 21 Oct 2026 07:00:00 GMT', NOW, undefined],
    ['-1', NOW, undefined],
    ['soon', NOW, undefined],
    [undefined, NOW, undefined],
    [['7'], NOW, undefined],
  ])('%p, in an answer of %p, asks for %p ms', (header, date, expected) => {
    expect(retryAfterMs(header, date)).toBe(expected);
  });
});
