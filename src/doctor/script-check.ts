import { LauraError } from '../common/errors';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { Script } from '../script/script.service';
import { agentModel } from '../telephony/vapi/agent-model';
import { agentVoice } from '../telephony/vapi/agent-voice';
import { Check, fault, Finding, Observation, warning } from './check';

/** What is said and with which voice, by the code that stops a start and refuses a lead. */
export function scriptChecks(settings: ScriptSettings, campaign: CampaignSettings): readonly Check[] {
  return [
    { name: 'voice', look: () => lookAtVoice(settings) },
    { name: 'script', look: () => lookAtScript(settings, campaign) },
  ];
}

function lookAtVoice({ agentVoice: voice, agentModel: model, language }: ScriptSettings): Observation {
  const findings = [
    ...refused(() => agentVoice(voice, language), 'Set AGENT_VOICE to `provider:voiceId` as named above.'),
    ...refused(() => agentModel(model), 'Set AGENT_MODEL to `provider:model` as named above.'),
  ];
  return { said: `${voice}, ${model}, speaking ${language}`, findings };
}

function lookAtScript(settings: ScriptSettings, campaign: CampaignSettings): Observation {
  const remedy =
    'Mend the template that it names (PROMPT_FILE, PROMPT_TEMPLATE, FIRST_MESSAGE_FILE or FIRST_MESSAGE_TEMPLATE), or unset it to use the built-in one.';
  let script: Script | undefined;
  const findings = refused(() => (script = new Script(settings, campaign)), remedy);
  if (!script) return { said: 'The script is not fit to be spoken', findings };
  const faults = script.preview().faults.map((what) => warning(`For a sample lead: ${what}`, remedy));
  const selling = sellsUnsaid(settings, campaign);
  return { said: `Version ${script.version} renders for a sample lead`, findings: [...faults, ...selling] };
}

/** The built-in prompt asks for interest in an offer: that is telemarketing, whatever the call is said to be for. */
function sellsUnsaid(
  { promptFile, promptTemplate }: ScriptSettings,
  { purpose }: CampaignSettings,
): Finding[] {
  if (purpose !== 'informational' || promptFile !== undefined || promptTemplate !== undefined) return [];
  const what =
    'CALL_PURPOSE=informational, but the built-in prompt asks for interest in an offer, which is selling';
  const remedy =
    'Say in PROMPT_FILE what the call informs of, and sell nothing in it; or set CALL_PURPOSE=marketing, with what that demands.';
  return [warning(what, remedy)];
}

/** @returns a fault when it throws what would stop the start of the service */
function refused(attempt: () => unknown, remedy: string): Finding[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (!(error instanceof LauraError)) throw error;
    return [fault(error.message, remedy)];
  }
}
