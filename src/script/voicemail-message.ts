import { ConfigurationError } from '../common/errors';
import { ScriptSettings } from '../config/settings';
import { checkOpening } from '../conversation/disclosure-check';
import { ScriptTemplate } from './script-template';

/** Characters: some forty seconds, after which most machines have hung up. */
const VOICEMAIL_LIMIT = 600;

/**
 * What a machine is left; `undefined` where calls hang up on machines.
 * @throws LauraError naming the template and what is wrong with it
 */
export function voicemailTemplate({
  voicemailAction,
  voicemailTemplate: text,
  language,
}: ScriptSettings): ScriptTemplate | undefined {
  if (voicemailAction === 'hang-up') return undefined;
  if (text !== undefined) return new ScriptTemplate('VOICEMAIL_MESSAGE_TEMPLATE', text, VOICEMAIL_LIMIT);
  return ScriptTemplate.builtIn(`voicemail-message.${language}.liquid`, VOICEMAIL_LIMIT);
}

/**
 * A recorded message says for whom it is, that the voice is artificial, and the number by which to reach the seller and to
 * opt out (47 CFR 64.1200(b)(1) to (3)).
 * @throws LauraError naming what is missing
 */
export function checkVoicemail(message: string, settings: ScriptSettings): void {
  const { missed } = checkOpening([{ speaker: 'agent', text: message }], {
    disclosures: ['seller-name', 'artificial-voice', 'callback-number'],
    sellerName: settings.sellerLegalName,
    callbackNumber: settings.callbackNumber,
  });
  if (missed.length === 0) return;
  throw new ConfigurationError(
    'SCRIPT_UNFIT',
    `The message for voicemail leaves out what it must say: ${missed.join(', ')}; mend VOICEMAIL_MESSAGE_TEMPLATE`,
  );
}
