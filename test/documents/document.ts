import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** A Markdown document of the repository, with parts between `<!-- name -->` and `<!-- /name -->`. */
export class Document {
  readonly #path: string;

  /** @param name from the repository's root on, e.g. `docs/scale.md` */
  constructor(readonly name: string) {
    this.#path = join(ROOT, name);
  }

  get text(): string {
    return readFileSync(this.#path, 'utf8');
  }

  /** What stands between the part's marks. @throws Error where they are missing */
  part(name: string): string {
    const [, between] = this.text.split(`<!-- ${name} -->`);
    const [part, after] = (between ?? '').split(`<!-- /${name} -->`);
    if (part === undefined || after === undefined) throw new Error(`${this.name} has no part ${name}`);
    return part.trim();
  }

  replace(name: string, part: string): void {
    const [before, rest] = this.text.split(`<!-- ${name} -->`);
    const [, after] = (rest ?? '').split(`<!-- /${name} -->`);
    if (after === undefined) throw new Error(`${this.name} has no part ${name}`);
    writeFileSync(this.#path, `${before}<!-- ${name} -->\n\n${part}\n\n<!-- /${name} -->${after}`);
  }

  /** The first cells of the table in a part, without their backticks. */
  firstCells(part: string): string[] {
    const rows = this.part(part)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    return rows.slice(2).map((row) => (row.split('|')[1] ?? '').trim().replaceAll('`', ''));
  }
}

/** All documents under `docs`, and those beside the code that people read. */
export function allDocuments(): Document[] {
  const names = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  const docs = names.filter((name) => name.endsWith('.md')).map((name) => join('docs', name));
  return ['README.md', 'k8s/README.md', ...docs].map((name) => new Document(name));
}

/** From the repository's root on. */
export function inRepository(...path: string[]): string {
  return join(ROOT, ...path);
}

export function fromRoot(path: string): string {
  return relative(ROOT, path);
}

/** A table of GitHub's Markdown, as compact as it comes: kept from the formatter, which would pad every cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const lines = [line(head), line(head.map(() => '---')), ...rows.map(line)];
  return ['<!-- prettier-ignore-start -->', ...lines, '<!-- prettier-ignore-end -->'].join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('*', '\\*');
}
