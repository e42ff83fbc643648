import { Document } from './document';

/**
 * The commands of a document's blocks of `sh`, one each: continued lines are joined, what a comment says is left out.
 * Pure.
 */
export function shellCommands({ text }: Pick<Document, 'text'>): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(
    ([, block = '']) => block,
  );
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '');
}
