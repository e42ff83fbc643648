import { OutboxPace } from './outbox-pace';

describe('OutboxPace', () => {
  it('lets a lone record go at once, and gathers those that follow it', () => {
    const pace = new OutboxPace();
    expect(pace.isGathering('call', 0)).toBe(false);
    pace.note('call', 0);
    expect(pace.isGathering('call', 3_999)).toBe(true);
    expect(pace.isGathering('call', 4_000)).toBe(false);
  });

  it('has nothing wait for another target', () => {
    const pace = new OutboxPace();
    pace.note('call', 0);
    expect(pace.isGathering('lead', 1)).toBe(false);
  });
});
