/** Compared without case, dashes and underscores. */
const SECRET_KEYS: ReadonlySet<string> = new Set([
  'twilioauthtoken',
  'twilioapikey',
  'twilioapisecret',
  'authtoken',
  'accesstoken',
  'calltoken',
  'apikey',
  'apisecret',
  'clientsecret',
  'secretkey',
  'secret',
  'token',
  'password',
  'authorization',
  'credential',
  'credentials',
  'xvapisecret',
  'xwebhooktoken',
]);

/** No message of a provider nests deeper; a made-up one must not exhaust the stack. */
const DEPTH_LIMIT = 64;

/**
 * A copy of a webhook's body that is fit to be stored: VAPI puts whole phone-number objects into its messages, with the
 * operator's Twilio token, and whole assistants, with the headers that carry our own webhook secret. Secrets are left
 * out and the values of `headers` blanked, at any depth; everything else is kept as it is.
 */
export function stripSecrets(body: unknown): unknown {
  return strip(body, 0);
}

function strip(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEPTH_LIMIT) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => strip(item, depth + 1));
  const kept = Object.entries(value)
    .filter(([key]) => !SECRET_KEYS.has(key.toLowerCase().replace(/[-_]/g, '')))
    .map(([key, item]: [string, unknown]) => [
      key,
      key.toLowerCase() === 'headers' ? blanked(item) : strip(item, depth + 1),
    ]);
  return Object.fromEntries(kept) as unknown;
}

function blanked(headers: unknown): unknown {
  if (typeof headers !== 'object' || headers === null) return '[removed]';
  return Object.fromEntries(Object.keys(headers).map((name) => [name, '[removed]']));
}
