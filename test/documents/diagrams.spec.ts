import { createRequire } from 'node:module';
import { ATTEMPT_TRANSITIONS } from '../../src/call-log/attempt-state';
import { LEAD_TRANSITIONS } from '../../src/leads/lead-status';
import { aMemoryDatabase } from '../support/database';
import { Document, inRepository, table } from './document';

const ARCHITECTURE = new Document('docs/architecture.md');

interface ArrowRules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

describe('the document of the architecture', () => {
  it('draws the moves of an attempt as the code allows them', () => {
    const edges = edgesOf(ARCHITECTURE.part('attempt-states')).filter(([...ends]) => !ends.includes('[*]'));
    expect(edges).toEqual(movesOf(ATTEMPT_TRANSITIONS));
  });

  it('begins and ends the diagram of an attempt where its life does', () => {
    const drawn = edgesOf(ARCHITECTURE.part('attempt-states'));
    const begins = drawn.filter(([from]) => from === '[*]').map(([, to]) => to);
    const ends = drawn.filter(([, to]) => to === '[*]').map(([from]) => from);
    const states = Object.entries(ATTEMPT_TRANSITIONS);
    expect(begins).toEqual(states.filter(([name]) => !isReached(name)).map(([name]) => name));
    expect(ends).toEqual(
      states
        .filter(([, to]) => to.length === 0)
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it('draws the moves of a lead as the code allows them', () => {
    expect(edgesOf(ARCHITECTURE.part('lead-states'))).toEqual(movesOf(LEAD_TRANSITIONS));
  });

  it('lists every table of the database, and no other', async () => {
    const database = await aMemoryDatabase();
    const tables = await database.introspection.getTables();
    await database.destroy();
    expect(ARCHITECTURE.firstCells('tables').toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
  });

  it('shows which folder may use which, as it is enforced (WRITE_DOCUMENTS=1 writes it anew)', () => {
    const rules = createRequire(__filename)(inRepository('.dependency-cruiser.cjs')) as ArrowRules;
    const rows = rules.forbidden.flatMap(({ name, comment }) => {
      const [, folder, used] = /^src\/([\w-]+) may use (.+)$/.exec(comment) ?? [];
      return folder === undefined || used === undefined || !name.endsWith('-arrows')
        ? []
        : [[`\`${folder}/\``, used]];
    });
    const made = table(['folder', 'may use'], rows);
    if (process.env.WRITE_DOCUMENTS) ARCHITECTURE.replace('arrows', made);
    expect(rows.length).toBeGreaterThan(10);
    expect(ARCHITECTURE.part('arrows')).toBe(made);
  });
});

function isReached(state: string): boolean {
  const moves: Readonly<Record<string, readonly string[]>> = ATTEMPT_TRANSITIONS;
  return Object.values(moves).some((to) => to.includes(state));
}

type Edge = readonly [from: string, to: string];

function movesOf(table: Readonly<Record<string, readonly string[]>>): Edge[] {
  return sorted(Object.entries(table).flatMap(([from, all]) => all.map((to): Edge => [from, to])));
}

/** The edges of a mermaid diagram, by the nodes' labels; one to or from a subgraph stands for each node in it. */
function edgesOf(diagram: string): Edge[] {
  const members = membersOf(diagram);
  const labels = new Map(
    [...diagram.matchAll(/^\s*(\w+)[[(]+([\w ]+)[\])]+$/gm)].map(([, id = '', label = '']) => [id, label]),
  );
  const nodes = (id: string) => (members.get(id) ?? [id]).map((node) => labels.get(node) ?? node);
  const drawn = [...diagram.matchAll(/^\s*(\w+|\[\*\]) --> (\w+|\[\*\])$/gm)];
  return sorted(
    drawn.flatMap(([, from = '', to = '']) =>
      nodes(from).flatMap((one) => nodes(to).map((other): Edge => [one, other])),
    ),
  );
}

function membersOf(diagram: string): ReadonlyMap<string, readonly string[]> {
  const blocks = [...diagram.matchAll(/^\s*subgraph (\w+)\n([\s\S]*?)\n\s*end$/gm)];
  return new Map(
    blocks.map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^\s*(\w+)/gm)].map(([, id = '']) => id),
    ]),
  );
}

function sorted(edges: readonly Edge[]): Edge[] {
  return edges.toSorted((one, other) => one.join('\n').localeCompare(other.join('\n')));
}
