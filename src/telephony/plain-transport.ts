import type { AxiosRequestConfig } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** Bytes. A thousand calls with their transcripts fit; what doesn't is narrowed by the caller. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

const httpAgent = new HttpAgent({ keepAlive: false });
const httpsAgent = new HttpsAgent({ keepAlive: false });

/**
 * How requests to a provider travel: answers of every status as plain text, no redirect followed, and a fresh connection
 * each. On a kept one, a POST may meet a socket that the server has just closed, and nobody could say whether it was
 * read. All of it stands on the request, so that no default of a shared HTTP service can weaken it.
 */
export function plainTransport(baseUrl: string): AxiosRequestConfig {
  return {
    baseURL: baseUrl,
    validateStatus: () => true,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: [(body: unknown) => body],
    httpAgent,
    httpsAgent,
    ...(isThisMachine(baseUrl) && { proxy: false }),
  };
}

/** A simulator on this machine is not behind the proxy that the environment may name. */
function isThisMachine(baseUrl: string): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}
