import { coerce, type CoercionContext } from './field-type';
import type { Field } from './table';

const added: string[] = [];
const context = (typecast: boolean): CoercionContext => ({
  typecast,
  addChoice: (_field, name) => added.push(name),
  isLinkable: (_field, id) => id === 'recAAAAAAAAAAAAAA',
});
const field = (type: string, options?: Record<string, unknown>): Field => ({
  id: 'fld1',
  name: 'X',
  type,
  ...(options && { options }),
});
const select = field('singleSelect', { choices: [{ id: 'sel1', name: 'new' }] });
const refusal = (type: string): unknown =>
  expect.objectContaining({ status: 422, body: { error: expect.objectContaining({ type }) } });

describe('coerce', () => {
  it.each([
    [field('singleLineText'), 'a', 'a'],
    [field('phoneNumber'), 'call the office', 'call the office'],
    [field('singleLineText'), '', undefined],
    [field('number'), 1.5, 1.5],
    [field('checkbox'), true, true],
    [field('checkbox'), false, undefined],
    [field('date'), '2026-11-22T23:00:00Z', '2026-11-22'],
    [field('dateTime'), '2026-11-22T09:00:00-05:00', '2026-11-22T14:00:00.000Z'],
    [field('dateTime'), '2026-11-22T09:00:00', '2026-11-22T09:00:00.000Z'],
    [select, 'new', 'new'],
    [select, null, undefined],
    [field('multipleRecordLinks'), ['recAAAAAAAAAAAAAA'], ['recAAAAAAAAAAAAAA']],
    [field('multipleRecordLinks'), [], undefined],
  ])('stores what a field of type %j takes', (of, value, stored) => {
    expect(coerce(of, value, context(false))).toEqual(stored);
  });

  it.each([
    [field('singleLineText'), 5, 'INVALID_VALUE_FOR_COLUMN'],
    [field('number'), '5', 'INVALID_VALUE_FOR_COLUMN'],
    [field('checkbox'), 'true', 'INVALID_VALUE_FOR_COLUMN'],
    [field('dateTime'), 'yesterday', 'INVALID_VALUE_FOR_COLUMN'],
    [field('formula'), 'x', 'INVALID_VALUE_FOR_COLUMN'],
    [field('lastModifiedTime'), null, 'INVALID_VALUE_FOR_COLUMN'],
    [select, 'New', 'INVALID_MULTIPLE_CHOICE_OPTIONS'],
    [select, '', 'INVALID_MULTIPLE_CHOICE_OPTIONS'],
    [field('multipleRecordLinks'), ['recBBBBBBBBBBBBBB'], 'ROW_DOES_NOT_EXIST'],
    [field('multipleRecordLinks'), 'recAAAAAAAAAAAAAA', 'INVALID_VALUE_FOR_COLUMN'],
  ])('refuses for %j the value %j with %s', (of, value, type) => {
    let thrown: unknown;
    try {
      coerce(of, value, context(false));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toEqual(refusal(type));
  });

  it('converts and adds choices with typecast', () => {
    expect(coerce(field('number'), '5', context(true))).toBe(5);
    expect(coerce(field('checkbox'), 'checked', context(true))).toBe(true);
    expect(coerce(select, 'ask Ben', context(true))).toBe('ask Ben');
    expect(added).toEqual(['ask Ben']);
  });
});
