import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { ConfigurationError } from '../common/errors';
import { demandedDisclosures, disclosuresFor } from '../compliance/disclosures/demanded-disclosures';
import { DisclosureDemand } from '../compliance/disclosures/disclosure-demand';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { lateDisclosures, missingDisclosures } from './disclosure-faults';
import { leadVariables, ScriptLead } from './lead-variables';
import { DisclosureFinding, saidDisclosures } from './said-disclosures';
import { ScriptFault } from './script-fault';
import { RenderedScript, ScriptScope, ScriptTexts } from './script-texts';
import { languageName, spokenWords, SpokenWords } from './spoken/spoken-words';
import { checkVoicemail } from './voicemail-message';

export type { ScriptLead } from './lead-variables';
export type { RenderedScript } from './script-texts';

/** A script as it would be spoken, with all that keeps it from being spoken. */
export interface ScriptPreview extends RenderedScript {
  /** Variables without value or fallback, as templates write them; in the texts their names stand in brackets. */
  readonly missingVariables: readonly string[];
  /** Everything that must be said in this call, and whether it is. */
  readonly disclosures: readonly DisclosureFinding[];
  /** Why no call is made with it, in words; empty if there is nothing. */
  readonly faults: readonly string[];
}

/** All that a version of the script is made of. */
export interface ScriptSource {
  readonly firstMessageTemplate: string;
  readonly systemPromptTemplate: string;
  readonly voicemailTemplate?: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is left where a value came to nothing: "Hello ,". */
const GAP = /\s,|\s\.(?!\w)/;

const NOBODY: ScriptLead = { fields: {} };
const SOMEBODY: ScriptLead = { name: 'Jane Doe', company: 'Acme', notes: 'Asked for a quote', fields: {} };

/**
 * Renders what the agent is told and says, for one lead at a time. Variables: `agent.name`, `agent.language`,
 * `seller.name`, `seller.callbackNumber`, `lead` (see {@link leadVariables}), `disclosures` (see {@link SpokenWords}, and
 * `closing`: what has to be said again at the end, if anything), and `PROMPT_VARIABLES` at the top level.
 */
@Injectable()
export class Script {
  /** Of everything that is the same for all leads: equal texts have equal versions, on every replica. */
  readonly version: string;
  readonly source: ScriptSource;
  readonly #texts: ScriptTexts;
  readonly #words: SpokenWords;

  /**
   * Parses both templates and renders them for sample leads, so that a fault stops the start and not the first call.
   * @throws LauraError naming the variable or file with the line, the unknown variable, or the sentence that is missing
   */
  constructor(
    private readonly settings: ScriptSettings,
    private readonly campaign: CampaignSettings,
  ) {
    this.#texts = new ScriptTexts(settings);
    this.#words = spokenWords(settings, campaign.purpose);
    for (const lead of [NOBODY, SOMEBODY]) this.checkSample(lead);
    const { firstMessage, systemPrompt, voicemailMessage } = this.#texts.sources;
    this.source = {
      firstMessageTemplate: firstMessage,
      systemPromptTemplate: systemPrompt,
      ...(voicemailMessage !== undefined && { voicemailTemplate: voicemailMessage }),
      variables: { ...this.constants(), disclosures: this.#words },
    };
    this.version = createHash('sha256').update(JSON.stringify(this.source)).digest('hex').slice(0, 12);
  }

  /**
   * @throws ScriptFault when the lead lacks a value, or the text lacks what must be said where the lead is
   * @throws LauraError when a template passes its limits or comes out empty for this lead
   */
  render(lead: ScriptLead): RenderedScript {
    const demands = this.demandsOn(lead);
    const rendered = this.#texts.render(this.scope(lead, demands));
    const [fault] = this.faults(rendered, this.findings(rendered, demands));
    if (fault !== undefined) throw new ScriptFault('SCRIPT_UNFIT', fault);
    return rendered;
  }

  /**
   * What {@link render} would give, whatever is wrong with it.
   * @param lead undefined: a made-up one, called where everything is asked for
   * @throws LauraError when it can't be rendered at all
   */
  preview(lead: ScriptLead = SOMEBODY): ScriptPreview {
    const demands = this.demandsOn(lead);
    const [rendered, missingVariables] = this.#texts.renderWithPlaceholders(this.scope(lead, demands));
    const disclosures = this.findings(rendered, demands);
    const missing = missingVariables.map((variable) => `${variable} has no value and no fallback`);
    const faults = [...missing, ...this.faults(rendered, disclosures)];
    return { ...rendered, missingVariables, disclosures, faults };
  }

  private demandsOn(lead: ScriptLead): readonly DisclosureDemand[] {
    return disclosuresFor(lead.place, this.campaign.purpose);
  }

  /** Every disclosure that is asked for anywhere must be made; what is late somewhere is warned of, and refused there. */
  private checkSample(lead: ScriptLead): void {
    const demands = demandedDisclosures([], this.campaign.purpose);
    const [rendered] = this.#texts.renderWithPlaceholders(this.scope(lead, demands));
    const findings = this.findings(rendered, demands);
    const { origin } = this.#texts.firstMessage;
    const missing = missingDisclosures(origin, findings, this.#words);
    if (missing.length > 0) throw new ConfigurationError('SCRIPT_UNFIT', missing.join('\n'));
    if (rendered.voicemailMessage !== undefined) checkVoicemail(rendered.voicemailMessage, this.settings);
    if (lead !== NOBODY) return;
    for (const late of lateDisclosures(origin, findings))
      new Logger(Script.name).warn(`${late}; leads of such places are put before a person`);
  }

  private faults(rendered: RenderedScript, findings: readonly DisclosureFinding[]): readonly string[] {
    const { origin } = this.#texts.firstMessage;
    return [
      ...(GAP.test(rendered.firstMessage) ? [`${origin} leaves a gap where a value came to nothing`] : []),
      ...missingDisclosures(origin, findings, this.#words),
      ...lateDisclosures(origin, findings),
    ];
  }

  private findings(rendered: RenderedScript, demands: readonly DisclosureDemand[]) {
    const { agentName: callerName, sellerLegalName: sellerName, callbackNumber } = this.settings;
    return saidDisclosures(rendered, demands, { callerName, sellerName, callbackNumber });
  }

  private scope(lead: ScriptLead, demands: readonly DisclosureDemand[]): ScriptScope {
    const { identity, callbackNumber } = this.#words;
    const closing = demands.some(({ repeatAtEnd }) => repeatAtEnd) ? `${identity} ${callbackNumber}` : '';
    const disclosures = { ...this.#words, closing };
    return { ...this.constants(), disclosures, lead: leadVariables(lead) };
  }

  private constants() {
    const { agentName, language, sellerLegalName, callbackNumber, variables } = this.settings;
    return {
      ...variables,
      agent: { name: agentName, language: languageName(language) },
      seller: { name: sellerLegalName, callbackNumber },
    };
  }
}
