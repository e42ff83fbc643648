import { ScriptSettings } from '../config/settings';
import { checkVariables } from './known-variables';
import { MissingVariableFault } from './script-fault';
import { ScriptTemplate } from './script-template';
import { voicemailTemplate } from './voicemail-message';

/** What the agent is told, and what it says first. */
export interface RenderedScript {
  readonly systemPrompt: string;
  readonly firstMessage: string;
  /** What a machine is left; absent: the call is hung up. */
  readonly voicemailMessage?: string;
}

/** The variables of one rendering. */
export interface ScriptScope {
  readonly lead: Readonly<Record<string, unknown>>;
  readonly [variable: string]: unknown;
}

/** Characters: some forty seconds of speech … */
const FIRST_MESSAGE_LIMIT = 600;
/** … and as much as a model heeds. */
const SYSTEM_PROMPT_LIMIT = 30_000;
/** Variables that are filled in before a template is given up. */
const PLACEHOLDERS = 50;

/** The templates of a deployment: the operator's own, or the built-in ones in the campaign's language. */
export class ScriptTexts {
  readonly firstMessage: ScriptTemplate;
  readonly #systemPrompt: ScriptTemplate;
  readonly #voicemail: ScriptTemplate | undefined;
  /** Follows every system prompt, an operator's own too: neither a lead's notes nor a template may take it away. */
  readonly #duties = ScriptTemplate.builtIn('duties.liquid');

  /** @throws LauraError naming the variable or file, and the line or the unknown variable */
  constructor(settings: ScriptSettings) {
    this.#systemPrompt = ScriptTemplate.from({
      inline: { variable: 'PROMPT_TEMPLATE', text: settings.promptTemplate },
      file: { variable: 'PROMPT_FILE', path: settings.promptFile },
      builtIn: 'system-prompt.liquid',
      limit: SYSTEM_PROMPT_LIMIT,
    });
    this.firstMessage = ScriptTemplate.from({
      inline: { variable: 'FIRST_MESSAGE_TEMPLATE', text: settings.firstMessageTemplate },
      file: { variable: 'FIRST_MESSAGE_FILE', path: settings.firstMessageFile },
      builtIn: `first-message.${settings.language}.liquid`,
      limit: FIRST_MESSAGE_LIMIT,
    });
    this.#voicemail = voicemailTemplate(settings);
    for (const template of [this.#systemPrompt, this.firstMessage, this.#voicemail])
      if (template) checkVariables(template, Object.keys(settings.variables));
  }

  /** The templates as they were written. */
  get sources(): RenderedScript {
    const systemPrompt = `${this.#systemPrompt.text.trim()}\n\n${this.#duties.text.trim()}`;
    const voicemail = this.#voicemail && { voicemailMessage: this.#voicemail.text };
    return { systemPrompt, firstMessage: this.firstMessage.text, ...voicemail };
  }

  /** @throws as {@link ScriptTemplate.render} */
  render(scope: ScriptScope): RenderedScript {
    const systemPrompt = `${this.#systemPrompt.render(scope)}\n\n${this.#duties.render(scope)}`;
    const voicemail = this.#voicemail && { voicemailMessage: this.#voicemail.render(scope) };
    return { systemPrompt, firstMessage: this.firstMessage.render(scope), ...voicemail };
  }

  /**
   * Puts its name in brackets where the lead lacks a value, and says which.
   * @throws as {@link ScriptTemplate.render} for everything else
   */
  renderWithPlaceholders(scope: ScriptScope): [rendered: RenderedScript, missing: readonly string[]] {
    const missing: string[] = [];
    for (let lead = scope.lead; ;) {
      try {
        return [this.render({ ...scope, lead }), missing];
      } catch (error) {
        const column = error instanceof MissingVariableFault ? error.column : undefined;
        const isFilled = column !== undefined && Object.hasOwn(lead, column) && lead[column] !== undefined;
        if (column === undefined || isFilled || missing.length >= PLACEHOLDERS) throw error;
        const { variable } = error as MissingVariableFault;
        missing.push(variable);
        lead = { ...lead, [column]: `[${variable}]` };
      }
    }
  }
}
