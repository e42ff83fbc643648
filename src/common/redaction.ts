const SECRET_QUERY = /([?&][\w-]*(?:token|secret|key|signature|credential|password)=)[^&\s"'<>]+/gi;
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const URL_PASSWORD = /(\b[a-z][a-z+]*:\/\/[^\s:@/]*:)[^\s@/]+@/gi;

/**
 * What is made of digits and is no phone number: UUIDs, long hexadecimal ids, instants, dates, IP addresses. They are
 * kept, because a log without them explains nothing; each is read whole, so that a number beside one is still seen.
 */
const KEPT = [
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/,
  /(?<![%\w])(?:[A-Z]{2}|(?=[\da-f]*[a-f]))[\da-f]{16,64}\b/,
  /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}\b)?)?(?!\d)/,
  /(?<![\d.+])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/,
];
const PHONE = /\(?\+?\d(?:[\s().\u2010-\u2015-]{0,4}\d){7,}/;
const KEPT_OR_PHONE = new RegExp(`(${KEPT.map((kept) => kept.source).join('|')})|${PHONE.source}`, 'g');

/**
 * Blanks phone numbers, credentials and secrets in query strings: the last guard before a text becomes a log line.
 * In doubt it blanks: a lost count of milliseconds is a smaller harm than a number that got out.
 */
export function scrub(text: string): string {
  return text
    .replace(SECRET_QUERY, '$1[redacted]')
    .replace(AUTHORIZATION, '$1 [redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(KEPT_OR_PHONE, (found, kept?: string) => kept ?? (looksLikePhone(found) ? '[number]' : found));
}

function looksLikePhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  if (text.includes('+')) return true;
  // Milliseconds since 1970: no country's numbers have 13 digits with a 1 in front. Beyond 15 digits nothing unbroken
  // is a number; with breaks it may be two of them.
  return digits >= 10 && !/^1\d{12}$/.test(text) && !/^\d{16,}$/.test(text);
}

/** `+14155550123` → `+1•••••••0123`: enough to recognise a number one knows, not to call it. */
export function maskPhone(e164: string): string {
  return `${e164.slice(0, 2)}${'•'.repeat(Math.max(0, e164.length - 6))}${e164.slice(-4)}`;
}
