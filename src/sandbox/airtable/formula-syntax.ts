import { AirtableRefusal } from './airtable-refusal';

/** A parsed formula. */
export type Expression =
  | { kind: 'literal'; value: string | number }
  | { kind: 'field'; name: string }
  | { kind: 'compare'; operator: string; left: Expression; right: Expression }
  | { kind: 'call'; name: string; arguments: Expression[] };

const TOKEN =
  /\s*(?:(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?)|\{(?<field>(?:[^}\\]|\\.)+)\}|(?<name>[A-Za-z_]+)|(?<sign>!=|<=|>=|[=<>(),]))/suy;

interface Token {
  kind: string;
  text: string;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (source.slice(pattern.lastIndex).trim() !== '') {
    const groups = pattern.exec(source)?.groups;
    if (groups === undefined)
      throw AirtableRefusal.formula('Invalid formula. Please check your formula text.');
    const [kind, text] = Object.entries(groups).find(([, value]) => value !== undefined) ?? ['', ''];
    tokens.push({ kind, text });
  }
  return tokens;
}

/** Undoes backslash escapes. */
function unescape(text: string): string {
  const plain: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(.)/gsu, (_, char: string) => plain[char] ?? char);
}

/**
 * Parses the part of Airtable's formula language that the simulator knows: function calls, the six comparisons,
 * string and number literals, `{Field}`.
 * @throws AirtableRefusal 422 INVALID_FILTER_BY_FORMULA
 */
export function parseFormula(source: string): Expression {
  const tokens = tokenize(source);
  let position = 0;
  const fail = (): never => {
    throw AirtableRefusal.formula('Invalid formula. Please check your formula text.');
  };
  const accept = (text: string): boolean => {
    const token = tokens[position];
    if (token?.kind !== 'sign' || token.text !== text) return false;
    position += 1;
    return true;
  };

  const comparison = (): Expression => {
    let left = primary();
    for (;;) {
      const operator = ['=', '!=', '<=', '>=', '<', '>'].find(accept);
      if (operator === undefined) return left;
      left = { kind: 'compare', operator, left, right: primary() };
    }
  };

  const list = (): Expression[] => {
    if (!accept('(')) return fail();
    if (accept(')')) return [];
    const found = [comparison()];
    while (accept(',')) found.push(comparison());
    return accept(')') ? found : fail();
  };

  const primary = (): Expression => {
    if (accept('(')) {
      const inner = comparison();
      return accept(')') ? inner : fail();
    }
    const token = tokens[position];
    position += 1;
    switch (token?.kind) {
      case 'string':
        return { kind: 'literal', value: unescape(token.text.slice(1, -1)) };
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'field':
        return { kind: 'field', name: unescape(token.text) };
      case 'name':
        return tokens[position]?.text === '('
          ? { kind: 'call', name: token.text.toUpperCase(), arguments: list() }
          : { kind: 'field', name: token.text };
      default:
        return fail();
    }
  };

  const formula = comparison();
  return position === tokens.length ? formula : fail();
}
