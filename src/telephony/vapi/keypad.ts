import { textIn } from '../loose-json';

/** The key that means "no more calls", once or several times; any other entry means nothing to us. */
const OPT_OUT_ENTRY = /^User['’]s Keypad Entry:\s*9+[#*]?\s*$/i;

/**
 * Whether a user's message is that key. VAPI puts what was pressed among the user's messages, as words of its own
 * (docs: assistants, keypad input settings), where the assistant has a `keypadInputPlan`.
 */
export function isOptOutKey(said: unknown): boolean {
  return OPT_OUT_ENTRY.test(textIn(said) ?? '');
}
