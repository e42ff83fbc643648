import { createHmac } from 'node:crypto';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import { equal } from '../common/secrets';

/** What of a request proves who sent it. Header names are in lower case. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** Path and query exactly as called. */
  readonly url: string;
  readonly rawBody: Buffer;
  /** The parsed body: Twilio signs the fields of a form. */
  readonly body: unknown;
}

export interface WebhookKeys {
  /** The current secret and the one before it. */
  readonly secrets: readonly string[];
  readonly twilioAuthToken: string | undefined;
  /** The base URL that providers call. */
  readonly publicUrl: string;
}

/** A VAPI signature older or newer than this is a replay (ms). */
const SIGNATURE_LASTS_MS = 5 * 60_000;

/**
 * Whether a webhook comes from somebody who knows a secret. A signature that is present and wrong refuses, whatever
 * else the request carries: it is never skipped. Comparisons take the same time whatever differs.
 * @param now real time: signatures are made by others' clocks, not by the sandbox's
 */
export function isAuthentic(request: SignedRequest, keys: WebhookKeys, now: Date): boolean {
  const signature = header(request, 'x-signature');
  if (signature !== undefined) return hasVapiSignature(request, signature, keys.secrets, now);
  const twilioSignature = header(request, 'x-twilio-signature');
  if (twilioSignature !== undefined && keys.twilioAuthToken !== undefined) {
    return hasTwilioSignature(request, twilioSignature, keys.twilioAuthToken, keys.publicUrl);
  }
  return tokensOf(request).some((token) => keys.secrets.some((secret) => equal(token, secret)));
}

function tokensOf(request: SignedRequest): string[] {
  const bearer = /^Bearer (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const query = request.query.token;
  const found = [header(request, 'x-webhook-token'), header(request, 'x-vapi-secret'), bearer];
  return [...found, typeof query === 'string' ? query : undefined].filter(
    (token) => token !== undefined && token !== '',
  ) as string[];
}

/** Hex HMAC-SHA256 of `{x-timestamp}.{raw body}`. VAPI does not say whether the timestamp is in s or ms: both are read. */
function hasVapiSignature(
  request: SignedRequest,
  signature: string,
  secrets: readonly string[],
  now: Date,
): boolean {
  const timestamp = header(request, 'x-timestamp') ?? '';
  if (!/^\d{10}(\d{3})?$/.test(timestamp)) return false;
  const signedAt = Number(timestamp) * (timestamp.length === 10 ? 1000 : 1);
  if (Math.abs(now.getTime() - signedAt) > SIGNATURE_LASTS_MS) return false;
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret)
      .update(`${timestamp}.`)
      .update(request.rawBody)
      .digest('hex');
    return equal(signature.toLowerCase(), expected);
  });
}

function hasTwilioSignature(
  request: SignedRequest,
  signature: string,
  authToken: string,
  publicUrl: string,
): boolean {
  const url = publicUrl + request.url;
  if (request.query.bodySHA256 !== undefined) {
    return validateRequestWithBody(authToken, signature, url, request.rawBody.toString('utf8'));
  }
  const fields = typeof request.body === 'object' && request.body !== null ? request.body : {};
  return validateRequest(authToken, signature, url, fields as Record<string, unknown>);
}

function header(request: SignedRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
