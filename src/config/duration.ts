const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads `90s`, `15m`, `4h` or `1d` into milliseconds; `undefined` for anything else, zero included. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,5})([smhd])$/.exec(text.trim());
  const amount = Number(match?.[1] ?? 0);
  return match && amount > 0 ? amount * UNIT_MS[match[2] as keyof typeof UNIT_MS] : undefined;
}
