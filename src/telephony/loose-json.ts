/**
 * A value that claims to be a `T` but came from outside: every property may be missing or of any type. The names are
 * still checked, so a field that the provider's types drop or rename is a compile error here.
 */
export type Loose<T> = { readonly [K in keyof T]?: unknown };

/** Views a value as a `T` of which nothing is sure; anything but an object reads as an empty one. */
export function loose<T>(value: unknown): Loose<T> {
  return (isRecord(value) ? value : {}) as Loose<T>;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text without surrounding blanks; `undefined` for an empty one and for any other type. */
export function textIn(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

/** A finite number. Numbers written as text are not read: no provider field that we use is one. */
export function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function booleanIn(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A date as the providers write it: ISO 8601 or RFC 2822 text, or epoch milliseconds. */
export function dateIn(value: unknown): Date | undefined {
  const known = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  if (!known) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Parses JSON text; `undefined` for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
