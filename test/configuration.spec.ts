import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Environment } from '../src/config/environment';

const read = (name: string) => readFileSync(join(__dirname, '..', name), 'utf8');
const known = Object.keys(new Environment()).toSorted();

describe('the documented variables', () => {
  it('are exactly those that the service reads, in .env.example', () => {
    const names = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(known);
  });

  it("are exactly those that the service reads, in the README's table", () => {
    const table = read('README.md').split('## Configuration')[1]?.split('## Modules')[0] ?? '';
    const names = [...table.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(known);
  });

  it('are the only ones that the manifests set', () => {
    const set = [...read('k8s/base/campaign.env').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const secret = [...read('k8s/secret.example.yaml').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
    expect([...set, ...secret].filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(secret).toContain('DATABASE_URL');
  });
});
