import type { IncomingHttpHeaders } from 'node:http';

/** The parts of a request that tell from where a browser sent it. */
export interface Sender {
  readonly headers: IncomingHttpHeaders;
  /** As the browser knows us: `laura.example.com`, or with a port. */
  readonly host: string;
}

/** Carried by the console's own requests. A page of another origin can send it only if we allow that, which we do not. */
export const CONSOLE_HEADER = 'x-laura-console';

/**
 * Whether a browser may have sent it from a page of another origin. Programs send neither of the two headers, and hold no
 * cookie that could be borrowed.
 * @param publicUrl where we are reached, in case a proxy tells another host
 */
export function isCrossSite({ headers, host }: Sender, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  const sentFrom = hostOf(origin);
  return sentFrom === undefined || (sentFrom !== host.toLowerCase() && sentFrom !== hostOf(publicUrl));
}

/** Without the port that the scheme has anyway, as browsers write it; `undefined` for `null` and what is no address. */
function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host || undefined : undefined;
}
