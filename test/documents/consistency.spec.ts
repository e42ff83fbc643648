import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Environment } from '../../src/config/environment';
import { Metrics } from '../../src/common/metrics';
import { DATABASE_GAUGES } from '../../src/metrics/database-gauges';
import { allDocuments, Document, fromRoot, inRepository } from './document';

/** Names that look like settings of ours and are others'. */
const NOT_OURS = new Set(['LAURA_PARENT', 'PUBLIC_URL']);
const SETTING =
  /`((?:LAURA|AIRTABLE|VAPI|TWILIO|AUTOMATION|WEBHOOK|SANDBOX|DAILY|MAX|CALL|CALLS)_[A-Z_]+)(?:=[^`]*)?`/g;
/** Series that Prometheus makes of a histogram. */
const SERIES = /_(bucket|count|sum)$/;

const DOCUMENTS = allDocuments();
const cases = DOCUMENTS.map((document) => [document.name, document] as const);

describe('every document', () => {
  it.each(cases)('%s links to files and headings that there are', (_name, document) => {
    expect(linksIn(document).filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  it.each(cases)('%s names settings that there are', (_name, document) => {
    const known = new Set([...Object.keys(new Environment()), ...NOT_OURS]);
    const named = [...document.text.matchAll(SETTING)].map(([, name = '']) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(cases)('%s names metrics that there are', async (_name, document) => {
    const counted = await new Metrics().registry.getMetricsAsJSON();
    const known = [...counted, ...DATABASE_GAUGES, { name: 'laura_line_limit' }].map(({ name }) => name);
    const named = [...document.text.matchAll(/\blaura_[a-z_]+\b/g)].map(([name]) => name.replace(SERIES, ''));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(cases)('%s runs scripts that there are', (_name, document) => {
    const { scripts } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as {
      scripts: Readonly<Record<string, string>>;
    };
    const run = [...document.text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('the folder of documents', () => {
  it('holds nothing that no document leads to', () => {
    const linked = new Set(
      DOCUMENTS.flatMap((document) =>
        linksIn(document).map((link) => fromRoot(join(inRepository(dirname(document.name)), pathOf(link)))),
      ),
    );
    const files = readdirSync(inRepository('docs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fromRoot(join(entry.parentPath, entry.name)));
    const orphans = files.filter((file) => !linked.has(file) && !linked.has(dirname(file)));
    expect(orphans).toEqual([]);
  });
});

/** Links and pictures to other files or headings of the repository. */
function linksIn({ text }: Document): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

function pathOf(link: string): string {
  return link.split('#')[0] ?? '';
}

function leadsSomewhere(document: Document, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const name = path === '' ? document.name : join(dirname(document.name), path);
  if (!existsSync(inRepository(name))) return false;
  return heading === undefined || headingsOf(new Document(name)).includes(heading);
}

/** The anchors that GitHub makes of headings. */
function headingsOf({ text }: Document): string[] {
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
