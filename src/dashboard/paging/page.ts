/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the page after this one; `null` at the end. */
  readonly next: string | null;
}

/** @param rows one more than the page holds, if there is more */
export function pageOf<Item>(
  rows: readonly Item[],
  limit: number,
  cursorOf: (last: Item) => string,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : cursorOf(last) };
}

/** All items of a list, a page at a time, so that its length is no matter. */
export async function* everyItem<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { items, next } = await read(cursor);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
