import { ReadyStock } from './ready-stock';

function pace(ends: number, everyMs: number): ReadyStock {
  const stock = new ReadyStock();
  for (let nth = 0; nth < ends; nth += 1) stock.note(`call-${nth}`, nth * everyMs);
  return stock;
}

describe('ReadyStock', () => {
  it('is empty before any call has ended, and where calls are long', () => {
    expect(new ReadyStock().size(0, 20)).toBe(0);
    expect(pace(10, 12_000).size(120_000, 20)).toBe(0);
  });

  it('holds what comes free in seven seconds at the pace of the last ten', () => {
    expect(pace(100, 500).size(50_000, 20)).toBe(13);
    expect(pace(100, 1_000).size(100_000, 20)).toBe(6);
  });

  it('holds no more leads than twice the lines', () => {
    expect(pace(1_000, 10).size(10_000, 20)).toBe(40);
  });

  it('shrinks when calls grow long', () => {
    expect(pace(100, 500).size(56_000, 20)).toBe(4);
    expect(pace(100, 500).size(70_000, 20)).toBe(0);
  });

  it.each([
    ['waits for a request’s worth', 20, 9, 0, 0],
    ['takes it at once', 20, 10, 0, 10],
    ['takes whole requests', 20, 13, 0, 10],
    ['takes several', 40, 27, 3, 20],
    ['leaves no line free for that', 20, 18, 14, 14],
    ['fills what is small a little earlier', 5, 2, 0, 0],
    ['fills what is small', 5, 3, 0, 3],
    ['fills a line', 1, 1, 0, 1],
    ['does not wait where a line is free', 20, 4, 1, 4],
    ['takes none where there is no room', 0, -3, 0, 0],
  ])('%s: at a size of %i, with room for %i and %i lines free, %i', (_, size, room, free, expected) => {
    expect(new ReadyStock().taking(size, room, free)).toBe(expected);
  });

  it('counts a call once, however often it is told of its end', () => {
    const stock = pace(8, 100);
    for (let nth = 0; nth < 8; nth += 1) stock.note(`call-${nth}`, 900);
    expect(stock.size(1_000, 20)).toBe(5);
  });

  it('lets no lead wait for long', () => {
    expect(new ReadyStock().isOverdue(9_999)).toBe(false);
    expect(new ReadyStock().isOverdue(10_001)).toBe(true);
  });
});
