import { query, upload } from './api.js';
import { say } from './commands.js';
import { openDialog } from './dialogs.js';
import { h, setText } from './dom.js';
import { number, plural } from './format.js';
import { button, hint } from './parts.js';

/** Errors drawn at most; the rest are counted. */
const SHOWN = 100;

/** A file is looked through first, then imported: whole, or without the rows that are wrong. */
export function importLeads(done) {
  const file = h('input', { id: 'import-file', type: 'file', accept: '.csv,text/csv' });
  const result = h('div', { role: 'status' });
  const error = h('p', { class: 'error', role: 'alert' });
  const skip = h('input', { id: 'import-skip', type: 'checkbox', onchange: () => offer() });
  const skipLabel = h('label', { for: 'import-skip' }, 'Leave out the rows that are wrong');
  const skipping = h('div', { class: 'inline', hidden: true }, skip, skipLabel);
  const check = h('button', {}, 'Check the file');
  const bring = button('Import', () => run(false), { class: 'primary', disabled: true });
  let report;

  async function run(dryRun) {
    if (!file.files[0]) return setText(error, 'Choose a file first.');
    setText(error, '');
    check.disabled = bring.disabled = true;
    try {
      const path = `/api/leads/import${query({ dryRun, skipInvalid: skip.checked || undefined })}`;
      report = await upload(path, file.files[0]);
    } catch (refused) {
      report = refused.problem?.rows === undefined ? undefined : { ...refused.problem, dryRun: true };
      if (!report) setText(error, refused.message);
    }
    if (report) result.replaceChildren(...summary(report));
    check.disabled = false;
    skipping.hidden = !report?.rejected;
    offer();
    if (!report || report.dryRun) return;
    say(`${plural(report.imported + report.updated, 'lead')} imported.`);
    done();
  }

  function offer() {
    const good = report?.dryRun ? report.rows - report.rejected : 0;
    bring.disabled = good === 0 || (report.rejected > 0 && !skip.checked);
    setText(bring, good > 0 ? `Import ${plural(good, 'row')}` : 'Import');
  }

  function forget() {
    report = undefined;
    result.replaceChildren();
    skip.checked = false;
    skipping.hidden = true;
    offer();
  }

  const onsubmit = (event) => {
    event.preventDefault();
    void run(true);
  };
  file.addEventListener('change', forget);
  const dialog = openDialog(
    h(
      'form',
      { onsubmit },
      h('h2', { id: 'question-title' }, 'Import leads from a CSV'),
      h(
        'p',
        {},
        'Columns are named as in Airtable. The file is checked first; nothing is written until you import. Leads that live in Airtable are written there, and appear here once they are read back.',
      ),
      h('div', { class: 'field' }, h('label', { for: 'import-file' }, 'File'), file),
      [error, result, skipping],
      h(
        'div',
        { class: 'actions' },
        button('Close', () => dialog.close(), { class: 'quiet' }),
        check,
        bring,
      ),
    ),
  );
  file.focus();
}

function summary({ rows, imported, updated, unchanged, rejected, errors, dryRun }) {
  const counts = { new: imported, changed: updated, unchanged, wrong: rejected };
  const words = Object.entries(counts).flatMap(([what, count]) =>
    count > 0 ? [`${number(count)} ${what}`] : [],
  );
  const head = h(
    'p',
    {},
    `${plural(rows, 'row')} ${dryRun ? 'checked' : 'read'}: ${words.join(', ') || 'nothing'}.`,
  );
  if (errors.length === 0) return [head];
  const cells = (tag, ...texts) =>
    h(
      'tr',
      {},
      texts.map((text) => h(tag, {}, text)),
    );
  const lines = errors
    .slice(0, SHOWN)
    .map(({ row, column, message }) => cells('td', number(row), column ?? '', message));
  const table = h('table', {}, cells('th', 'Row', 'Column', 'What is wrong'), lines);
  const scroll = { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Errors by row' };
  const rest = errors.length - lines.length;
  return [head, h('div', scroll, table), ...(rest > 0 ? [hint(`And ${plural(rest, 'more', 'more')}.`)] : [])];
}
