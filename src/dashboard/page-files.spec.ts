import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceTextModule } from 'node:vm';
import { readPageFiles } from './page-files';

const KILOBYTE = 1_000;
const files = readPageFiles();
const scripts = [...files].filter(([name]) => name.endsWith('.js'));
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

describe('the files of the operators’ page', () => {
  it('weigh less than 150 kB together, chart and all, and half of that as they are sent', () => {
    expect(sum([...files.values()].map(({ body }) => body.length))).toBeLessThan(150 * KILOBYTE);
    expect(sum([...files.values()].map(({ gzipped }) => gzipped.length))).toBeLessThan(75 * KILOBYTE);
  });

  it('are all that the page names, and nothing else', () => {
    const named = new Set(['index.html']);
    for (const { body } of files.values()) {
      for (const [, name] of body.toString().matchAll(/(?:\.|\/page)\/([\w-]+\.(?:js|css))['"]/g))
        named.add(name ?? '');
    }
    expect([...files.keys()].toSorted()).toEqual([...named].toSorted());
  });

  it.each(scripts)('%s is a script still after what is for readers was left out', (name, { body }) => {
    expect(() => new SourceTextModule(body.toString(), { identifier: name })).not.toThrow();
  });

  it('hold no script, style or listener in the markup, and parse none from text', () => {
    const html = files.get('index.html')?.body.toString() ?? '';
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html.match(/<script/g)).toHaveLength(
      html.match(/<script src="\/page\/[\w.]+" (defer|type="module")><\/script>/g)?.length ?? 0,
    );
    for (const source of own('.js')) {
      expect(source).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function/,
      );
      expect(source).not.toMatch(/'style'|\bstyle: ['"`][\w-]+:/);
    }
  });

  it('have no text over several lines, which leaving out indentation would change', () => {
    for (const source of own('.js')) {
      for (const [literal] of source.matchAll(/`[^`]*`/g)) expect(literal).not.toContain('\n');
    }
  });

  it('answers a name that is no file of ours with nothing', () => {
    for (const name of ['../page-files.ts', 'constructor', '', 'page-files.js'])
      expect(files.get(name)).toBeUndefined();
  });
});

function own(ending: string): string[] {
  const folder = join(__dirname, 'page');
  const names = readdirSync(folder).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}
