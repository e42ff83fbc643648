import { InvalidFieldsException } from '../../common/invalid-fields.exception';

/** Where a page ended: the key of its last row. Opaque outside; encoded because addresses get written down. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * @param parts tells of each part of the key whether it can be one
 * @throws InvalidFieldsException naming `cursor` for one that {@link writeCursor} has not made
 */
export function readCursor(cursor: string, parts: readonly ((part: string) => boolean)[]): readonly string[] {
  const key = parsed(Buffer.from(cursor, 'base64url').toString('utf8'));
  const isSound =
    Array.isArray(key) &&
    key.length === parts.length &&
    parts.every((fits, index) => typeof key[index] === 'string' && fits(key[index]));
  if (!isSound)
    throw new InvalidFieldsException([{ field: 'cursor', detail: 'cursor must be one that we gave' }]);
  return key as string[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
