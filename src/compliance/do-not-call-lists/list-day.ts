const DAY_MS = 86_400_000;

/** A day of the calendar as ISO 8601 has it, e.g. `2026-06-01`; undefined for any other text. */
export function parseListDay(text: string): string | undefined {
  const instant = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(instant)) return undefined;
  // JavaScript reads the 30th of February as the 2nd of March.
  return new Date(instant).toISOString().startsWith(text) ? text : undefined;
}

/** Whole days from a day to the present one, both in UTC; negative for a day to come. */
export function ageInDays(day: string, now: Date): number {
  return Math.floor(now.getTime() / DAY_MS) - Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}
