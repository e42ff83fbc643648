import { DemandedDisclosure } from '../../compliance/disclosures/disclosure-demand';
import { ScriptSettings } from '../../config/settings';
import { Language } from '../../conversation/language';
import { OPT_OUT_KEY } from '../../conversation/opt-out-key';
import de from './de.json';
import en from './en.json';
import es from './es.json';
import fr from './fr.json';

/** What the built-in texts say in one language; `{agent}`, `{seller}` and `{number}` stand for the settings, `{key}` for what to press. */
type Phrases = typeof en;

const PHRASES: Readonly<Record<Language, Phrases>> = { en, es, fr, de };

/** The sentences with which a call's disclosures are made, in the campaign's language. Templates have them by these names. */
export interface SpokenWords {
  /** All that an opening has to say in two or three sentences, to go on with after a greeting. */
  readonly opening: string;
  readonly identity: string;
  /** Empty for a campaign that does not sell. */
  readonly salesPurpose: string;
  readonly artificialVoice: string;
  readonly recording: string;
  readonly optOut: string;
  readonly callbackNumber: string;
}

/** The English name of a language. */
export function languageName(language: Language): string {
  return PHRASES[language].name;
}

/** The sentences, with the agent's and the seller's names filled in. */
export function spokenWords(
  settings: Pick<ScriptSettings, 'language' | 'agentName' | 'sellerLegalName' | 'callbackNumber'>,
  purpose: 'marketing' | 'informational',
): SpokenWords {
  const { opening, identity, salesPurpose, artificialVoice, recording, optOut, callbackNumber } =
    PHRASES[settings.language];
  const filled = (phrase: string) =>
    phrase
      .replaceAll('{agent}', () => settings.agentName)
      // The point of "Inc." ends the sentence as well.
      .replaceAll('{seller}.', () => `${settings.sellerLegalName.replace(/\.$/, '')}.`)
      .replaceAll('{seller}', () => settings.sellerLegalName)
      .replaceAll('{key}', OPT_OUT_KEY)
      .replaceAll('{number}', () => settings.callbackNumber);
  return {
    opening: filled(opening[purpose]),
    identity: filled(identity),
    salesPurpose: purpose === 'marketing' ? salesPurpose : '',
    artificialVoice,
    recording,
    optOut: filled(optOut),
    callbackNumber: filled(callbackNumber),
  };
}

/** The sentence that makes a disclosure. */
export function sentenceFor(disclosure: DemandedDisclosure, words: SpokenWords): string {
  return words[VARIABLE_OF[disclosure]];
}

/** Under which name of {@link SpokenWords} templates find the sentence for a disclosure. */
export const VARIABLE_OF: Readonly<Record<DemandedDisclosure, keyof SpokenWords>> = {
  'caller-name': 'identity',
  'seller-name': 'identity',
  'sales-purpose': 'salesPurpose',
  'artificial-voice': 'artificialVoice',
  recording: 'recording',
  'opt-out': 'optOut',
  'callback-number': 'callbackNumber',
};
