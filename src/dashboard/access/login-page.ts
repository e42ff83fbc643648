import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The whole login page in one document, and a policy that lets its own style and script through, by their hashes. */
export interface LoginPage {
  readonly html: string;
  readonly policy: string;
}

/**
 * Nothing but the page itself is answered without credentials, so style and script are inline.
 * @throws when the file is missing, or holds no inline style or script
 */
export function readLoginPage(): LoginPage {
  const html = readFileSync(join(__dirname, 'login.html'), 'utf8');
  const sources = ['script', 'style'].map((tag) => `${tag}-src '${hashOf(html, tag)}'`);
  const rest =
    "connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  return { html, policy: ["default-src 'none'", ...sources, rest].join('; ') };
}

function hashOf(html: string, tag: string): string {
  const content = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(html)?.[1];
  if (content === undefined) throw new Error(`login.html holds no inline ${tag}`);
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
