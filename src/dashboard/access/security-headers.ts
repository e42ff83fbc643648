import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Scripts and styles from our own files alone; nobody may frame us. An answer that needs something else says so itself. */
const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  // Recordings lie at the provider's.
  'media-src': ['https:'],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
} as const satisfies Record<string, readonly string[]>;

const YEAR_SECONDS = 365 * 86_400;

/**
 * The headers of every answer.
 * @param isHttps whether browsers shall keep to HTTPS for a year: not for the sandbox, which has none
 */
export function securityHeaders(isHttps: boolean): FastifyHelmetOptions {
  const directives = Object.fromEntries(
    Object.entries(POLICY).map(([name, sources]) => [name, [...sources]]),
  );
  return {
    contentSecurityPolicy: { useDefaults: false, directives },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps && { maxAge: YEAR_SECONDS, includeSubDomains: false },
  };
}
