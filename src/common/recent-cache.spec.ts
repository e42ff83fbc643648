import { RecentCache } from './recent-cache';

describe('RecentCache', () => {
  function aCache(limit: number) {
    const cache = new RecentCache<{ readonly text: string }>(limit);
    const computed: string[] = [];
    const get = (text: string) =>
      cache.get(text, () => {
        computed.push(text);
        return { text };
      });
    return { get, computed };
  }

  it('computes once what is asked for again', () => {
    const { get, computed } = aCache(2);
    expect(get('a')).toBe(get('a'));
    expect(get('a')).toEqual({ text: 'a' });
    expect(computed).toEqual(['a']);
  });

  it('keeps what is asked for over and over, and lets go of the rest', () => {
    const { get, computed } = aCache(2);
    for (const text of ['a', 'b', 'c', 'a', 'd', 'a', 'e', 'a', 'f', 'a', 'b']) get(text);
    expect(computed).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'b']);
  });

  it('keeps no text of absurd length', () => {
    const { get, computed } = aCache(2);
    get('x'.repeat(301));
    get('x'.repeat(301));
    expect(computed).toHaveLength(2);
  });
});
