import { DateTime, type DurationLikeObject } from 'luxon';
import type { SandboxClock } from '../sandbox-options';
import { AirtableRefusal } from './airtable-refusal';
import { parseFormula, type Expression } from './formula-syntax';
import { cellOf } from './record-view';
import { findField, lastModifiedAt, type Row, type Table } from './table';

type Value = string | number | boolean | Date | undefined;

/** Airtable's `#ERROR!`: the record is left out, the request succeeds. */
class FormulaFailure extends Error {}

interface Scope {
  table: Table;
  row: Row;
  now: Date;
}

type Evaluate = (expression: Expression, scope: Scope) => Value;
type Implementation = (
  given: Expression[],
  evaluate: (expression: Expression) => Value,
  scope: Scope,
) => Value;

const UNITS = [
  'milliseconds',
  'seconds',
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'quarters',
  'years',
] as const;

function isTrue(value: Value): boolean {
  return value !== undefined && value !== false && value !== 0 && value !== '' && !Number.isNaN(value);
}

function asDate(value: Value): Date {
  const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new FormulaFailure('Not a date');
  return date;
}

function dateAdd(date: Value, count: Value, unit: Value): Date {
  const name = UNITS.find((one) => one === unit || one.slice(0, -1) === unit);
  if (name === undefined || typeof count !== 'number') throw new FormulaFailure('Not a duration');
  const duration: DurationLikeObject = { [name]: count };
  return DateTime.fromJSDate(asDate(date), { zone: 'utc' }).plus(duration).toJSDate();
}

/** Name, fewest and most arguments, and what it does. A function that is not here is refused with 422. */
const FUNCTIONS: Record<string, [least: number, most: number, run: Implementation]> = {
  AND: [1, Infinity, (given, value) => given.every((one) => isTrue(value(one)))],
  OR: [1, Infinity, (given, value) => given.some((one) => isTrue(value(one)))],
  NOT: [1, 1, (given, value) => !given.some((one) => isTrue(value(one)))],
  TRUE: [0, 0, () => true],
  FALSE: [0, 0, () => false],
  BLANK: [0, 0, () => undefined],
  RECORD_ID: [0, 0, (_given, _value, { row }) => row.id],
  CREATED_TIME: [0, 0, (_given, _value, { row }) => new Date(row.createdAt)],
  LAST_MODIFIED_TIME: [0, Infinity, (given, _value, scope) => new Date(modified(given, scope))],
  NOW: [0, 0, (_given, _value, { now }) => now],
  DATEADD: [3, 3, (given, value) => dateAdd(...(given.map(value) as [Value, Value, Value]))],
  DATETIME_PARSE: [1, 1, (given, value) => given.map((one) => asDate(value(one)))[0]],
  IS_AFTER: [2, 2, (given, value) => ordered(given, value, (a, b) => a > b)],
  IS_BEFORE: [2, 2, (given, value) => ordered(given, value, (a, b) => a < b)],
};

function modified(given: Expression[], { row, table }: Scope): string {
  const ids = given.map((one) => (one.kind === 'field' ? findField(table, one.name)?.id : undefined) ?? '');
  return lastModifiedAt(row, ids.length === 0 ? undefined : ids);
}

function ordered(
  given: Expression[],
  value: (one: Expression) => Value,
  is: (a: number, b: number) => boolean,
): Value {
  const [left = Number.NaN, right = Number.NaN] = given.map((one) => asDate(value(one)).getTime());
  return is(left, right);
}

function compare(operator: string, a: Value, b: Value): boolean {
  const plain = (value: Value, other: Value): string | number | boolean => {
    if (value instanceof Date) return other instanceof Date ? value.getTime() : value.toISOString();
    if (value !== undefined) return value;
    if (typeof other === 'number') return 0;
    return typeof other === 'boolean' ? false : '';
  };
  const [left, right] = [plain(a, b), plain(b, a)];
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function cellValue({ table, row }: Scope, name: string): Value {
  const field = findField(table, name);
  const cell = field === undefined ? undefined : cellOf(row, field);
  if (cell === undefined || cell === null) return undefined;
  if (field?.type.endsWith('Time') || field?.type.startsWith('date')) return new Date(String(cell));
  if (typeof cell === 'number' || typeof cell === 'boolean') return cell;
  return Array.isArray(cell) ? cell.join(', ') : String(cell);
}

const evaluate: Evaluate = (expression, scope) => {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return cellValue(scope, expression.name);
    case 'compare':
      return compare(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
      );
    case 'call':
      return FUNCTIONS[expression.name]?.[2](expression.arguments, (one) => evaluate(one, scope), scope);
    default:
      return expression satisfies never;
  }
};

/** Every field and function must exist and every function get as many arguments as it takes. */
function check(expression: Expression, table: Table): void {
  if (expression.kind === 'field' && findField(table, expression.name) === undefined) {
    throw AirtableRefusal.formula(`Unknown field names: ${expression.name.toLowerCase()}`);
  }
  if (expression.kind === 'compare') [expression.left, expression.right].forEach((one) => check(one, table));
  if (expression.kind !== 'call') return;
  const [least, most] = FUNCTIONS[expression.name] ?? [];
  if (least === undefined || most === undefined)
    throw AirtableRefusal.formula(`Unknown function ${expression.name}`);
  if (expression.arguments.length < least || expression.arguments.length > most) {
    throw AirtableRefusal.formula(`Wrong number of arguments to ${expression.name}`);
  }
  expression.arguments.forEach((one) => check(one, table));
}

/**
 * Makes a filter of a formula; `NOW()` and the modification times follow the sandbox's clock.
 * @throws AirtableRefusal 422 INVALID_FILTER_BY_FORMULA for anything the simulator or Airtable doesn't know
 */
export function compileFormula(source: string, table: Table, clock: SandboxClock): (row: Row) => boolean {
  const formula = parseFormula(source);
  check(formula, table);
  return (row) => {
    try {
      return isTrue(evaluate(formula, { table, row, now: clock.now() }));
    } catch (error) {
      if (error instanceof FormulaFailure) return false;
      throw error;
    }
  };
}
