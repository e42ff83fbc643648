import { readEnvironment } from '../config/read-environment';
import { CampaignSettings, ScriptSettings } from '../config/settings';
import { Script } from './script.service';

/** For tests: the script of a deployment with these variables, whose seller is Example Solar, Inc. */
export function aScript(variables: Readonly<Record<string, string>> = {}): Script {
  const seller = { SELLER_LEGAL_NAME: 'Example Solar, Inc.', CALLBACK_NUMBER: '+14155550100' };
  const environment = readEnvironment({ LAURA_MODE: 'sandbox', ...seller, ...variables });
  return new Script(new ScriptSettings(environment), new CampaignSettings(environment));
}
