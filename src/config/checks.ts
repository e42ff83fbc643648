import { buildMessage, ValidateBy, ValidationOptions } from 'class-validator';

/** Says in a fault what a variable accepts; class-validator carries it as the message of the failed check. */
export function accepts(text: string): ValidationOptions {
  return { message: text };
}

/** Passes when `parse` understands the text, that is, returns anything but `undefined`. */
export function ParsesAs(name: string, parse: (text: string) => unknown, options: ValidationOptions) {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && parse(value) !== undefined,
        defaultMessage: buildMessage(() => name, options),
      },
    },
    options,
  );
}

/** A JSON object whose values are all strings; `undefined` otherwise. */
export function parseStringMap(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const sound =
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((item) => typeof item === 'string');
    return sound ? (value as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}

/** `name=value,name=value`, values percent-encoded, as OpenTelemetry writes headers; `undefined` for anything else. */
export function parseHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').map((pair) => /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(\S*)\s*$/.exec(pair));
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        if (!pair) throw new URIError('No pair');
        return [pair[1] ?? '', decodeURIComponent(pair[2] ?? '')];
      }),
    );
  } catch {
    return undefined;
  }
}

/** An http(s) base URL without its trailing slash; plain http only towards this same machine. */
export function parsePublicUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback)
    ? text.replace(/\/+$/, '')
    : undefined;
}

/**
 * The key of a Standard Webhooks secret: the bytes behind `whsec_`, in base64, else the text's own. At least 16 of them;
 * text has to be ASCII, so that every receiver makes the same bytes of it.
 */
export function parseSigningKey(text: string): Uint8Array | undefined {
  const encoded = /^whsec_(.*)$/.exec(text)?.[1];
  const key = Buffer.from(encoded ?? text, encoded === undefined ? 'ascii' : 'base64');
  const sound = encoded === undefined ? /^[\x20-\x7e]+$/.test(text) : key.toString('base64') === encoded;
  return sound && key.length >= 16 ? key : undefined;
}

/** An ISO 8601 instant with its offset. */
export function parseInstant(text: string): Date | undefined {
  const form = /^(\d{4}-\d{2}-(\d{2}))T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!form || Number.isNaN(Date.parse(text))) return undefined;
  // JavaScript reads the 30th of February as the 2nd of March.
  const dayExists = new Date(`${form[1]}T00:00:00Z`).getUTCDate() === Number(form[2]);
  return dayExists ? new Date(text) : undefined;
}
