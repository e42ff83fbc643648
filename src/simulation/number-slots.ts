const FIRST_CAPACITY = 4_096;
const FREE = -1;

/** Gives every distinct number a slot, from 0 on. An open hash table: a million numbers take sixteen megabytes, not a hundred. */
export class NumberSlots {
  #numbers = new Float64Array(FIRST_CAPACITY);
  #slots = new Int32Array(FIRST_CAPACITY).fill(FREE);
  /** Texts that are no plain number. */
  readonly #odd = new Map<string, number>();
  #size = 0;
  #plain = 0;

  get size(): number {
    return this.#size;
  }

  /** A slot that belongs to no number. */
  another(): number {
    return this.#size++;
  }

  find(key: number | string): number | undefined {
    if (typeof key === 'string') return this.#odd.get(key);
    const slot = this.#slots[this.placeOf(key)] ?? FREE;
    return slot === FREE ? undefined : slot;
  }

  findOrAdd(key: number | string): number {
    const known = this.find(key);
    if (known !== undefined) return known;
    if (typeof key === 'string') this.#odd.set(key, this.#size);
    else {
      if (this.#plain * 2 > this.#numbers.length) this.grow();
      this.put(key, this.#size);
      this.#plain += 1;
    }
    return this.another();
  }

  private put(number: number, slot: number): void {
    const place = this.placeOf(number);
    this.#numbers[place] = number;
    this.#slots[place] = slot;
  }

  /** Where the number stands, or would. */
  private placeOf(number: number): number {
    const mask = this.#numbers.length - 1;
    let place = (Math.imul(number % 0x7fff_ffff, 0x9e37_79b1) >>> 7) & mask;
    while (this.#slots[place] !== FREE && this.#numbers[place] !== number) place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const [numbers, slots] = [this.#numbers, this.#slots];
    this.#numbers = new Float64Array(numbers.length * 2);
    this.#slots = new Int32Array(numbers.length * 2).fill(FREE);
    for (const [place, slot] of slots.entries()) if (slot !== FREE) this.put(numbers[place] ?? 0, slot);
  }
}
