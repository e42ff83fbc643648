import { createHmac } from 'node:crypto';
import { equal } from '../../common/secrets';

/** Who has logged in, until when. */
export interface Session {
  /** As they named themselves. */
  readonly name: string;
  readonly expiresAt: Date;
}

export const SESSION_COOKIE = 'laura_session';
/** From login on (ms). */
export const SESSION_LASTS_MS = 12 * 3_600_000;

/**
 * The cookie's value: what the session is, and a seal over it that only holders of the token can make. Nothing is stored,
 * so it holds on every replica; and it dies with the token.
 */
export function sealSession({ name, expiresAt }: Session, adminToken: string): string {
  const content = Buffer.from(JSON.stringify({ name, expiresAt: expiresAt.getTime() })).toString('base64url');
  return `${content}.${seal(content, adminToken)}`;
}

/** @returns `undefined` for a cookie that is not ours, was sealed with another token, or has had its time */
export function openSession(cookie: string | undefined, adminToken: string, now: Date): Session | undefined {
  const [content = '', proof = '', ...rest] = (cookie ?? '').split('.');
  if (adminToken === '' || rest.length > 0 || !equal(proof, seal(content, adminToken))) return undefined;
  const { name, expiresAt } = JSON.parse(Buffer.from(content, 'base64url').toString('utf8')) as {
    name: string;
    expiresAt: number;
  };
  return expiresAt > now.getTime() ? { name, expiresAt: new Date(expiresAt) } : undefined;
}

/** With a key of its own purpose: no other use of the token can be made to yield a seal. */
function seal(content: string, adminToken: string): string {
  const key = createHmac('sha256', adminToken).update('laura session').digest();
  return createHmac('sha256', key).update(content).digest('base64url');
}
