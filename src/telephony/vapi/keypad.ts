import { OPT_OUT_KEY } from '../../conversation/opt-out-key';
import { textIn } from '../loose-json';

/** Any other entry means nothing to us. */
const OPT_OUT_ENTRY = new RegExp(`^User['’]s Keypad Entry:\\s*${OPT_OUT_KEY}+[#*]?\\s*$`, 'i');

/**
 * Whether a user's message is the key for no more calls. VAPI puts what was pressed among the user's messages, as words
 * of its own (docs: assistants, keypad input settings), where the assistant has a `keypadInputPlan`.
 */
export function isOptOutKey(said: unknown): boolean {
  return OPT_OUT_ENTRY.test(textIn(said) ?? '');
}
