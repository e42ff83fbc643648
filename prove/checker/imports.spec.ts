import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The checker's word counts only as long as it can't repeat the engine's mistakes. */
const SOURCES = readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));

const ALLOWED = [
  /^\.\/[a-z-]+$/,
  /^\.\.\/\.\.\/src\/compliance\/rule-data\/[a-z-]+\.json$/,
  /^luxon$/,
  /^libphonenumber-js\/max$/,
];

describe('the checker', () => {
  it.each(SOURCES)('takes nothing of the engine but its data: %s', (name) => {
    const source = readFileSync(join(__dirname, name), 'utf8');
    const taken = [...source.matchAll(/(?:from|import|require\()\s*'([^']+)'/g)].map(
      ([, path]) => path ?? '',
    );
    expect(taken.filter((path) => !ALLOWED.some((allowed) => allowed.test(path)))).toEqual([]);
    expect(source).not.toMatch(/import\(|require\([^']/);
  });

  it('is looked at as a whole', () => {
    expect(SOURCES).toContain('check-dial.ts');
  });
});
