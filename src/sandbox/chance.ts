import { createHash } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Repeatable chance: everything the sandbox makes up follows from a seed and a name for the thing made up, so
 * that a sandbox restarted from its journal goes on exactly as it would have, with no generator state to save.
 */
export class Chance {
  constructor(private readonly seed: number) {}

  /** Bytes that depend on the seed and on `parts` only. */
  private digest(parts: readonly (string | number)[]): Buffer {
    return createHash('sha256')
      .update([this.seed, ...parts].join('\u0000'))
      .digest();
  }

  /** A fraction in [0, 1). */
  fraction(...parts: (string | number)[]): number {
    return this.digest(parts).readUInt32BE(0) / 2 ** 32;
  }

  /** A number in [low, high). */
  between(low: number, high: number, ...parts: (string | number)[]): number {
    return low + (high - low) * this.fraction(...parts);
  }

  /** One of `choices`, which must not be empty. */
  pick<T>(choices: readonly T[], ...parts: (string | number)[]): T {
    const chosen = choices[Math.floor(this.fraction(...parts) * choices.length)];
    if (chosen === undefined) throw new RangeError('Nothing to pick from');
    return chosen;
  }

  /** An Airtable-like id: a three-letter prefix and 14 letters or digits. */
  airtableId(prefix: string, ...parts: (string | number)[]): string {
    const bytes = this.digest([prefix, ...parts]);
    return prefix + Array.from(bytes.subarray(0, 14), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }

  /** Lower-case hexadecimal digits, at most 64. */
  hex(length: number, ...parts: (string | number)[]): string {
    return this.digest(parts).toString('hex').slice(0, length);
  }

  /** A version 7 UUID whose leading bits are `at`, as VAPI's newer ids are. */
  uuid(at: Date, ...parts: (string | number)[]): string {
    const time = at.getTime().toString(16).padStart(12, '0');
    const rest = this.hex(19, 'uuid', at.getTime(), ...parts);
    return [
      time.slice(0, 8),
      time.slice(8),
      `7${rest.slice(0, 3)}`,
      `8${rest.slice(3, 6)}`,
      rest.slice(6, 18),
    ].join('-');
  }
}
