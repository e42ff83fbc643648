import { LauraError } from '../common/errors';

/** A script that must not be spoken: its message is for operators, and holds nothing of the lead's but names of columns. */
export class ScriptFault extends LauraError {}

/** The lead lacks a value, and the template says nothing to say instead. */
export class MissingVariableFault extends ScriptFault {
  /** As templates write it, e.g. `lead.City` or `lead["Last Outcome"]`. */
  readonly variable: string;
  /** The lead's column; undefined for a variable that is none of the lead's. */
  readonly column: string | undefined;

  /** @param path as the renderer names it, without brackets: `lead.Last Outcome` */
  constructor(path: string, origin: string) {
    const column = path.startsWith('lead.') ? path.slice('lead.'.length) : undefined;
    const variable = column === undefined || /^[\w-]+(\.[\w-]+)*$/.test(column) ? path : `lead["${column}"]`;
    super(
      'SCRIPT_VARIABLE_MISSING',
      `${origin} needs ${variable}, which this lead does not have: fill it in, or give the template a fallback, ` +
        `e.g. {{ ${variable} | default: "…" }}`,
    );
    this.variable = variable;
    this.column = column;
  }
}
