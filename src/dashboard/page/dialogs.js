import { Refusal } from './api.js';
import { h, setAttribute, setText } from './dom.js';

const dialog = document.getElementById('question');
let fieldCount = 0;

/**
 * Asks once, then acts. Stays open with the server's words while it refuses.
 * @param question `{ title, body?, fields: [field], action, danger?, run(values) }`; what `run` resolves to is returned
 * @returns `undefined` if the person thought better of it
 */
export function ask({ title, body = [], fields = [], action, danger = false, run }) {
  if (dialog.open) return Promise.resolve(undefined);
  const inputs = fields.map(makeField);
  const error = h('p', { class: 'error', role: 'alert' });
  const submit = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action);
  const cancel = h('button', { type: 'button', class: 'quiet', onclick: () => dialog.close() }, 'Cancel');
  return new Promise((resolve) => {
    let result;
    const form = h(
      'form',
      { method: 'dialog', novalidate: true },
      h('h2', { id: 'question-title' }, title),
      [body].flat().map((part) => (typeof part === 'string' ? h('p', {}, part) : part)),
      inputs.map(({ element }) => element),
      error,
      h('div', { class: 'actions' }, cancel, submit),
    );
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      setText(error, '');
      for (const input of inputs) input.fault('');
      const missing = inputs.filter((input) => !input.isComplete());
      for (const input of missing) input.fault('Fill this in.');
      if (missing.length > 0) return missing[0].focus();
      submit.disabled = true;
      try {
        result = await run(Object.fromEntries(inputs.map(({ name, value }) => [name, value()])), (words) =>
          setText(error, words),
        );
        dialog.close();
      } catch (refused) {
        showRefusal(refused, inputs, error);
      } finally {
        submit.disabled = false;
      }
    });
    dialog.replaceChildren(form);
    dialog.addEventListener('close', () => resolve(result), { once: true });
    dialog.showModal();
    (inputs[0] ?? { focus: () => (danger ? cancel : submit).focus() }).focus();
  });
}

function showRefusal(refused, inputs, error) {
  if (!(refused instanceof Refusal)) throw refused;
  const known = inputs.filter(({ name }) => refused.fields.has(name));
  for (const input of known) input.fault(refused.fields.get(input.name));
  const others = [...refused.fields].filter(([name]) => !inputs.some((input) => input.name === name));
  const words = others.map(([name, detail]) => `${name}: ${detail}`);
  setText(error, [refused.message, ...words].join(' '));
  known[0]?.focus();
}

/** @param field `{ name, label, type?, value?, hint?, options?: [[value, words]], required? (default), …attributes }` */
function makeField({
  name,
  label,
  type = 'text',
  value = '',
  hint,
  options,
  required = true,
  ...attributes
}) {
  const id = `field-${(fieldCount += 1)}`;
  const fault = h('span', { class: 'error', id: `${id}-fault` });
  const described = [hint && `${id}-hint`, `${id}-fault`].filter(Boolean).join(' ');
  const common = { id, name, required, 'aria-describedby': described, autocomplete: 'off', ...attributes };
  const input = options
    ? h(
        'select',
        common,
        options.map(([option, words]) => h('option', { value: option, selected: option === value }, words)),
      )
    : h('input', { ...common, type, value });
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    hint && h('span', { class: 'hint', id: `${id}-hint` }, hint),
    fault,
  );
  return {
    ...{ element, name },
    value: () =>
      type === 'number' ? (input.value === '' ? undefined : Number(input.value)) : input.value.trim(),
    isComplete: () => !required || input.value.trim() !== '',
    fault: (words) => {
      setText(fault, words);
      setAttribute(input, 'aria-invalid', words ? 'true' : null);
    },
    focus: () => {
      input.focus();
      input.select?.();
    },
  };
}

/** A reason is kept with every command; one is offered, so that an emergency costs no typing. */
export function reasonField(value = '') {
  return {
    name: 'reason',
    label: 'Reason',
    value,
    maxlength: 500,
    hint: 'Kept beside your name for everyone to see.',
  };
}

/** The dialog itself, for what is more than a question. */
export function openDialog(...content) {
  dialog.replaceChildren(...content);
  dialog.showModal();
  return dialog;
}
