import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, Template } from 'liquidjs';
import { ConfigurationError, toError } from '../common/errors';
import { MissingVariableFault, ScriptFault } from './script-fault';

/**
 * Templates come from operators and values from spreadsheets, so both are bounded: characters parsed, milliseconds and
 * objects a rendering may take. `templates: {}` leaves `include` and `render` nothing to find: no file can be read. A
 * value that is not there fails the rendering, except in a condition and before `default`: "Hello ," is never said.
 */
const LIQUID = new Liquid({
  strictVariables: true,
  lenientIf: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 200_000,
  renderLimit: 1_000,
  memoryLimit: 1_000_000,
});

/** Where a template may come from; the first that is set wins, the built-in one last. */
export interface TemplateSource {
  readonly inline: { readonly variable: string; readonly text: string | undefined };
  readonly file: { readonly variable: string; readonly path: string | undefined };
  readonly builtIn: string;
  /** Characters that a rendering may come to. */
  readonly limit: number;
}

/** A parsed Liquid template that knows where it came from. */
export class ScriptTemplate {
  readonly #parsed: Template[];

  /** @throws LauraError naming the origin and the line of a syntax error */
  constructor(
    readonly origin: string,
    readonly text: string,
    private readonly limit = Infinity,
  ) {
    this.#parsed = this.explained(() => LIQUID.parse(text));
  }

  /** @throws LauraError when the text can't be read or parsed */
  static from({ inline, file, builtIn, limit }: TemplateSource): ScriptTemplate {
    if (inline.text !== undefined) return new ScriptTemplate(inline.variable, inline.text, limit);
    if (file.path !== undefined) return ofFile(`${file.variable} (${file.path})`, file.path, limit);
    return ScriptTemplate.builtIn(builtIn, limit);
  }

  /** A template that comes with Laura, from `templates` beside this file. */
  static builtIn(name: string, limit?: number): ScriptTemplate {
    return ofFile(`the built-in template ${name}`, join(__dirname, 'templates', name), limit);
  }

  /** The variables that come from outside, as paths of names: `lead["Last Outcome"]` is `['lead', 'Last Outcome']`. */
  get variables(): readonly (readonly string[])[] {
    return this.explained(() => LIQUID.globalVariableSegmentsSync(this.#parsed)).map((path) => {
      const end = path.findIndex((segment) => typeof segment !== 'string');
      return path.slice(0, end < 0 ? undefined : end).map(String);
    });
  }

  /**
   * The text without blanks at its ends.
   * @throws MissingVariableFault for a variable that has no value and no fallback
   * @throws ScriptFault when the text is too long
   * @throws LauraError when a limit is passed, or the text comes out empty: a call must not begin in silence
   */
  render(variables: object): string {
    const text = this.explained(() => String(LIQUID.renderSync(this.#parsed, variables))).trim();
    if (text === '') throw new ConfigurationError('TEMPLATE_INVALID', `${this.origin} gives an empty text`);
    if (text.length > this.limit) {
      const message = `${this.origin} comes to ${text.length} characters; ${this.limit} are allowed`;
      throw new ScriptFault('SCRIPT_TOO_LONG', message);
    }
    return text;
  }

  private explained<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      const error = toError(thrown);
      const [, what, line, column] = /^(.*?), line:(\d+), col:(\d+)/s.exec(error.message) ?? [];
      const missing =
        error.name === 'UndefinedVariableError' ? /^undefined variable: (.+)$/s.exec(what ?? '') : null;
      if (missing?.[1] !== undefined) throw new MissingVariableFault(missing[1], this.origin);
      const where = line === undefined ? '' : `, line ${line}, column ${column}`;
      const message = `${this.origin}${where}: ${what ?? error.message}`;
      throw new ConfigurationError('TEMPLATE_INVALID', message, { cause: thrown });
    }
  }
}

function ofFile(origin: string, path: string, limit?: number): ScriptTemplate {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigurationError('TEMPLATE_UNREADABLE', `${origin} cannot be read: ${code}`, {
      cause: thrown,
    });
  }
  return new ScriptTemplate(origin, text, limit);
}
