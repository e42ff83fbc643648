import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, Template } from 'liquidjs';
import { LauraError, toError } from '../common/errors';

/**
 * Templates come from operators and values from spreadsheets, so both are bounded: characters parsed, milliseconds and
 * objects a rendering may take. `templates: {}` leaves `include` and `render` nothing to find: no file can be read.
 */
const LIQUID = new Liquid({
  strictVariables: false,
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
}

/** A parsed Liquid template that knows where it came from. */
export class ScriptTemplate {
  readonly #parsed: Template[];

  /** @throws LauraError naming the origin and the line of a syntax error */
  constructor(
    private readonly origin: string,
    text: string,
  ) {
    this.#parsed = this.explained(() => LIQUID.parse(text));
  }

  /** @throws LauraError when the text can't be read or parsed */
  static from({ inline, file, builtIn }: TemplateSource): ScriptTemplate {
    if (inline.text !== undefined) return new ScriptTemplate(inline.variable, inline.text);
    if (file.path !== undefined) return ScriptTemplate.ofFile(`${file.variable} (${file.path})`, file.path);
    return ScriptTemplate.builtIn(builtIn);
  }

  /** A template that comes with Laura, from `templates` beside this file. */
  static builtIn(name: string): ScriptTemplate {
    return ScriptTemplate.ofFile(`the built-in template ${name}`, join(__dirname, 'templates', name));
  }

  private static ofFile(origin: string, path: string): ScriptTemplate {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
      throw new LauraError('TEMPLATE_UNREADABLE', `${origin} cannot be read: ${code}`, { cause: thrown });
    }
    return new ScriptTemplate(origin, text);
  }

  /**
   * The text without blanks at its ends. Unknown variables are empty.
   * @throws LauraError when a limit is passed, or the text comes out empty: a call must not begin in silence
   */
  render(variables: object): string {
    const text = this.explained(() => String(LIQUID.renderSync(this.#parsed, variables))).trim();
    if (text === '') throw new LauraError('TEMPLATE_INVALID', `${this.origin} gives an empty text`);
    return text;
  }

  private explained<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      const error = toError(thrown);
      const [, what, line, column] = /^(.*?), line:(\d+), col:(\d+)/s.exec(error.message) ?? [];
      const where = line === undefined ? '' : `, line ${line}, column ${column}`;
      throw new LauraError('TEMPLATE_INVALID', `${this.origin}${where}: ${what ?? error.message}`);
    }
  }
}
