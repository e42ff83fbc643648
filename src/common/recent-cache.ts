/** Texts longer than this are never kept: nothing that people write is, and hostile ones would fill the memory. */
const MAX_KEY_LENGTH = 300;

/**
 * Remembers what was lately computed from a text. For pure functions only: whether a value is remembered or computed
 * again must make no difference. Holds at most twice the limit: when the newer half is full, the older is let go.
 */
export class RecentCache<Value extends object> {
  #newer = new Map<string, Value>();
  #older = new Map<string, Value>();

  constructor(private readonly limit: number) {}

  get(key: string, compute: () => Value): Value {
    if (key.length > MAX_KEY_LENGTH) return compute();
    const recent = this.#newer.get(key);
    if (recent) return recent;
    const value = this.#older.get(key) ?? compute();
    if (this.#newer.size >= this.limit) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
    return value;
  }
}
