import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's own folder, two levels above this file both in `src` and in `dist`. */
const MANIFEST = join(__dirname, '..', '..', 'package.json');

/** Of this build, as its manifest says; `0.0.0` where there is none. */
export const VERSION = versionIn(MANIFEST);

function versionIn(path: string): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const isObject = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return isObject && typeof manifest.version === 'string' ? manifest.version : '0.0.0';
  } catch {
    return '0.0.0';
  }
}
