import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file as it is served. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
  /** Of the content: it changes with it and with nothing else. */
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The chart's library, taken from its package as it was published. */
const CHART = ['uplot.js', require.resolve('uplot/dist/uPlot.iife.min.js')] as const;

/**
 * Everything that the operators' page consists of, by name. Read once: what is not there when the service starts is
 * never served, whatever an address says.
 */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const folder = join(__dirname, 'page');
  const own = readdirSync(folder).map((name) => [name, join(folder, name)] as const);
  return new Map([...own, CHART].flatMap(([name, path]) => fileOf(name, path)));
}

function fileOf(name: string, path: string): [string, PageFile][] {
  const type = TYPES[extname(name)];
  if (type === undefined) return [];
  const body = Buffer.from(squeeze(readFileSync(path, 'utf8')));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return [[name, { type, body, gzipped: gzipSync(body), etag }]];
}

/**
 * Leaves out what is for readers of the source alone: indentation, and comments that have their lines to themselves. Our
 * files hold no text that goes over several lines, in which it could matter.
 */
function squeeze(source: string): string {
  return source
    .replaceAll(/^\s+/gm, '')
    .replaceAll(/^\/\*[^]*?\*\/\n/gm, '')
    .replaceAll(/^\/\/.*\n/gm, '');
}
