import { Injectable } from '@nestjs/common';
import { ScriptSettings } from '../config/settings';
import { leadVariables, ScriptLead } from './lead-variables';
import { ScriptTemplate } from './script-template';

export type { ScriptLead } from './lead-variables';

/** What the agent is told, and what it says first. */
export interface RenderedScript {
  readonly systemPrompt: string;
  readonly firstMessage: string;
}

const NOBODY: ScriptLead = { fields: {} };

/**
 * Renders what the agent is told and says, for one lead at a time. Variables: `agent.name`, `seller.name`,
 * `seller.callbackNumber`, `lead` (see {@link leadVariables}), and `PROMPT_VARIABLES` at the top level.
 */
@Injectable()
export class Script {
  readonly #systemPrompt: ScriptTemplate;
  readonly #firstMessage: ScriptTemplate;
  /** Follows every system prompt, an operator's own too: a lead's notes must not be able to give the agent orders. */
  readonly #dataNotice: ScriptTemplate;

  /**
   * Parses both templates and renders them once, so that a fault stops the start and not the first call.
   * @throws LauraError naming the variable or file, and the line
   */
  constructor(private readonly settings: ScriptSettings) {
    this.#systemPrompt = ScriptTemplate.from({
      inline: { variable: 'PROMPT_TEMPLATE', text: settings.promptTemplate },
      file: { variable: 'PROMPT_FILE', path: settings.promptFile },
      builtIn: 'system-prompt.liquid',
    });
    this.#firstMessage = ScriptTemplate.from({
      inline: { variable: 'FIRST_MESSAGE_TEMPLATE', text: settings.firstMessageTemplate },
      file: { variable: 'FIRST_MESSAGE_FILE', path: settings.firstMessageFile },
      builtIn: 'first-message.liquid',
    });
    this.#dataNotice = ScriptTemplate.builtIn('data-notice.liquid');
    this.render(NOBODY);
  }

  /** @throws LauraError when a template passes its limits or comes out empty for this lead */
  render(lead: ScriptLead): RenderedScript {
    const { agentName, sellerLegalName, callbackNumber, variables } = this.settings;
    const scope = {
      ...variables,
      agent: { name: agentName },
      seller: { name: sellerLegalName, callbackNumber },
      lead: leadVariables(lead),
    };
    const systemPrompt = `${this.#systemPrompt.render(scope)}\n\n${this.#dataNotice.render(scope)}`;
    return { systemPrompt, firstMessage: this.#firstMessage.render(scope) };
  }
}
