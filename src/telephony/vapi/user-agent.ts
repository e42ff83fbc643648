import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, parseJson, textIn } from '../loose-json';

/** The package's own folder, three levels above this file both in `src` and in `dist`. */
const MANIFEST = join(__dirname, '..', '..', '..', 'package.json');

/** `Laura/<version>`. VAPI's edge answers 403 to a request without a User-Agent. */
export const USER_AGENT = `Laura/${versionIn(MANIFEST)}`;

function versionIn(path: string): string {
  try {
    const manifest = parseJson(readFileSync(path, 'utf8'));
    return (isRecord(manifest) ? textIn(manifest.version) : undefined) ?? '0.0.0';
  } catch {
    return '0.0.0';
  }
}
