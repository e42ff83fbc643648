/**
 * A fraction in [0, 1) that follows from its arguments alone, so that what befalls one number does not depend on what was
 * drawn for others before it. Mixed as MurmurHash3 (Austin Appleby, public domain) mixes a block of numbers.
 * @param parts whole numbers below 2^53
 */
export function fraction(...parts: readonly number[]): number {
  let hash = 0x9747b28c;
  for (const part of parts) {
    hash = mixed(hash, part | 0);
    hash = mixed(hash, Math.floor(part / 4_294_967_296));
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** The first of the choices whose share, together with those before it, holds the fraction. Shares need not add up to 1. */
export function chosen<Choice extends string>(
  shares: Readonly<Partial<Record<Choice, number>>>,
  at: number,
): Choice {
  const all = Object.entries(shares) as [Choice, number][];
  let left = at * all.reduce((sum, [, share]) => sum + share, 0);
  for (const [choice, share] of all) {
    left -= share;
    if (left < 0) return choice;
  }
  const last = all.at(-1);
  if (!last) throw new RangeError('Nothing to choose from');
  return last[0];
}

/** A value of the log-normal distribution, from two independent fractions (Box and Muller's transform). */
export function logNormal(median: number, sigma: number, one: number, other: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
  return median * Math.exp(sigma * normal);
}

function mixed(hash: number, block: number): number {
  let mixing = Math.imul(block, 0xcc9e2d51);
  mixing = Math.imul((mixing << 15) | (mixing >>> 17), 0x1b873593);
  const next = hash ^ mixing;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}
