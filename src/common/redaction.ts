const PHONE = /\+?\d[\d\s().-]{7,}\d/g;
const SECRET_QUERY = /([?&](?:token|secret|key|signature)=)[^&\s"]+/gi;

/** Blanks phone numbers and secrets in query strings: the last guard before a text becomes a log line. */
export function scrub(text: string): string {
  return text.replace(SECRET_QUERY, '$1[redacted]').replace(PHONE, (found) => (looksLikePhone(found) ? '[number]' : found));
}

/** Dates, instants and ids hold long runs of digits too; they are kept because a log without them explains nothing. */
function looksLikePhone(text: string): boolean {
  if (/\d{4}-\d{2}-\d{2}/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return text.startsWith('+') ? digits >= 8 && digits <= 15 : digits >= 10 && digits <= 15 && !/^\d{13}$/.test(text);
}

/** `+14155550123` → `+1•••••••0123`: enough to recognise a number one knows, not to call it. */
export function maskPhone(e164: string): string {
  return `${e164.slice(0, 2)}${'•'.repeat(Math.max(0, e164.length - 6))}${e164.slice(-4)}`;
}
